using Vespid.Channels;
using Vespid.GrainInterfaces.Platforms;

namespace Vespid.Grains.Platforms;

/// <summary>Messages and results of senders as they travel between processes.</summary>
internal static class ConnectionAnswers
{
    public static ConnectionMessage Of(OutboundMessage message) => new(
        message.EntryId, message.OrganizationId, message.ConversationId, message.Text, message.ReplyToProviderMessageId, message.ThreadId, message.SessionId,
        message.SessionSeq, message.Kind);

    public static OutboundMessage MessageOf(ConnectionMessage message) => new(
        message.EntryId, message.OrganizationId, message.ConversationId, message.Text, message.ReplyToProviderMessageId, message.ThreadId, message.SessionId,
        message.SessionSeq, message.Kind);

    public static ConnectionAnswer Of(SendResult result)
    {
        ConnectionAnswer answer = result switch
        {
            SendResult.Sent sent => new(ConnectionOutcome.Sent, sent.ProviderMessageId),
            SendResult.Retry retry => new(ConnectionOutcome.Retry, retry.Error, retry.RetryAfter, retry.CountsAsAttempt),
            SendResult.Refused refused => new(ConnectionOutcome.Refused, refused.Error, AccountFault: refused.AccountFault),
            SendResult.NotConfigured missing => new(ConnectionOutcome.NotConfigured, missing.Code),
            SendResult.Unknown unknown => new(ConnectionOutcome.Unknown, unknown.Error),
            _ => throw new ArgumentOutOfRangeException(nameof(result)),
        };
        return answer with { MayRepeat = result.MayRepeat };
    }

    /// <summary>An outcome that this release does not know yet is one of which it knows nothing.</summary>
    public static SendResult ResultOf(ConnectionAnswer answer)
    {
        SendResult result = answer.Outcome switch
        {
            ConnectionOutcome.Sent => new SendResult.Sent(answer.Text),
            ConnectionOutcome.Retry => new SendResult.Retry(answer.Text, answer.RetryAfter, answer.CountsAsAttempt),
            ConnectionOutcome.Refused => new SendResult.Refused(answer.Text, answer.AccountFault),
            ConnectionOutcome.NotConfigured => new SendResult.NotConfigured(answer.Text),
            _ => new SendResult.Unknown(answer.Text),
        };
        return result with { MayRepeat = answer.MayRepeat };
    }
}

using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>Posts outbound messages of any channel to the URL that the account's tenant named.</summary>
internal sealed class WebhookSender(SignedPost post, IOptions<ChannelOptions> options) : IChannelSender
{
    public const string ClientName = "vespid.webhook";
    private const string SigningSecret = "webhookSigningSecret";
    private const string Failed = "CHANNEL_OUTBOUND_FAILED:";
    private static readonly SendResult.Refused UrlRefused = new("CHANNEL_OUTBOUND_URL_REFUSED");

    /// <summary>Any channel.</summary>
    public string ChannelId => "*";

    public async ValueTask<SendResult> SendAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        if (account.WebhookUrl is not { } url)
            return new SendResult.NotConfigured(SendResult.NotConfigured.NoWayOut);
        var body = WebhookBody.Of(message, account);
        var result = await post.SendAsync(
            url, message.EntryId, body, account.Secrets(SigningSecret), maxBody: 0, options.Value.OutboundTimeout, cancellationToken);
        return result switch
        {
            PostResult.Answered answer => ResultOf(answer, message),
            PostResult.NotSent { Error: var error } => new SendResult.Retry(Failed + error, null, CountsAsAttempt: false),
            PostResult.Lost { Error: var error } => new SendResult.Unknown(Failed + error),
            _ => UrlRefused,
        };
    }

    private static SendResult ResultOf(PostResult.Answered answer, OutboundMessage message)
    {
        var error = Failed + answer.Status;
        return answer.Status switch
        {
            >= 200 and < 300 => new SendResult.Sent(IdOf(message)),
            429 or 503 => new SendResult.Retry(error, answer.RetryAfter, CountsAsAttempt: false),
            408 or 425 or >= 500 => new SendResult.Retry(error, answer.RetryAfter, CountsAsAttempt: true),
            _ => new SendResult.Refused(error),
        };
    }

    // A receiver of webhooks gives no id; this one is the original's.
    private static string IdOf(OutboundMessage message) =>
        message is { SessionId: { } session, SessionSeq: { } seq } ? $"session:{session}:{seq}" : message.EntryId.ToString();
}

namespace Vespid.GrainInterfaces.Channels;

/// <summary>One conversation of one account; decides, one message at a time. Key: <see cref="ConversationKey"/>.</summary>
[Alias("vespid.conversation")]
public interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>Policy, deduplication, session and triggers, in one commit.</summary>
    /// <returns>The outcome, or null when the account has changed since the caller looked: look again and start over.</returns>
    [Alias("accept")]
    Task<InboundOutcome?> Accept(InboundMessage message, long accountVersion, CancellationToken cancellationToken);
}

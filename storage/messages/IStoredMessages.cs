namespace Vespid.Storage.Messages;

/// <summary>What a conversation looks up when its decision needs more than its state.</summary>
public interface IStoredMessages
{
    /// <summary>The stored message of this identity; null if there is none.</summary>
    Task<StoredMessage?> FindAsync(Guid accountId, string dedupeKey, CancellationToken cancellationToken = default);

    /// <summary>Whether a session exists in the organisation and is not archived.</summary>
    Task<bool> SessionExistsAsync(Guid organizationId, Guid sessionId, CancellationToken cancellationToken = default);

    /// <summary>Where the reply to a run goes; null if there is no such run in the organisation.</summary>
    Task<RunOrigin?> RunOriginAsync(Guid organizationId, Guid runId, CancellationToken cancellationToken = default);

    /// <summary>The pending pairing request of a sender; null if there is none.</summary>
    Task<PendingPairing?> PendingPairingAsync(Guid accountId, string scope, string requesterId, CancellationToken cancellationToken = default);
}

/// <summary>Outcome of a message as it is stored.</summary>
/// <param name="Id">Row.</param>
/// <param name="Status"><c>accepted</c> or <c>dropped</c>.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="SessionId">Session its text went to.</param>
/// <param name="WorkflowsTriggered">Runs it queued.</param>
public sealed record StoredMessage(Guid Id, string Status, string Reason, Guid? SessionId, int WorkflowsTriggered);

/// <summary>A pairing request that waits for a decision.</summary>
/// <param name="Id">Request.</param>
/// <param name="Code">Its code.</param>
public sealed record PendingPairing(Guid Id, string Code);

/// <summary>The conversation that a run or turn came from.</summary>
/// <param name="AccountId">Null when it did not come over a channel.</param>
/// <param name="ChannelId">Channel of the account.</param>
/// <param name="ConversationId">Conversation.</param>
/// <param name="ProviderMessageId">Message it answers.</param>
/// <param name="ThreadId">Thread or topic of that message.</param>
/// <param name="SessionId">For a turn.</param>
/// <param name="Seq">Order of the turn.</param>
/// <param name="TraceParent">W3C trace context.</param>
/// <param name="Age">Since the message was accepted.</param>
public sealed record RunOrigin(
    Guid? AccountId, string? ChannelId, string? ConversationId, string? ProviderMessageId, string? ThreadId, Guid? SessionId, long Seq, string? TraceParent,
    TimeSpan Age);

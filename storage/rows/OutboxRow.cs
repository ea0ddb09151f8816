using Vespid.Storage.Commits;

namespace Vespid.Storage.Rows;

/// <summary>Appends to <c>outbox</c>: something that has to reach the outside world. A repeat of the same id changes nothing.</summary>
/// <param name="Id">Also the idempotency key towards the receiver.</param>
/// <param name="LaneKey">Entries of one lane leave in order.</param>
/// <param name="Kind">What sends it: <c>reply</c>, <c>test</c>, <c>pairing_notice</c>, …</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="AccountId">Channel account, for channel kinds.</param>
/// <param name="ConversationId">Conversation, for channel kinds.</param>
/// <param name="Payload">JSON text; for channel kinds <c>text</c>, <c>replyToProviderMessageId</c>, <c>threadId</c>.</param>
/// <param name="TimeToLive">After it the entry expires; counted from the database's now.</param>
/// <param name="RunId">Run it answers.</param>
/// <param name="SessionId">Session it belongs to.</param>
/// <param name="SessionSeq">Turn it answers.</param>
/// <param name="TraceParent">W3C trace context.</param>
public sealed record OutboxRow(
    Guid Id,
    string LaneKey,
    string Kind,
    Guid OrganizationId,
    Guid? AccountId,
    string? ConversationId,
    string Payload,
    TimeSpan TimeToLive,
    Guid? RunId,
    Guid? SessionId,
    long? SessionSeq,
    string? TraceParent) : CommitRow;

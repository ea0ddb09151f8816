namespace Vespid.Channels;

/// <summary>One message to send.</summary>
/// <param name="EntryId">Outbox entry, a UUIDv7: the idempotency key towards the receiver.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="ConversationId">The platform's own word.</param>
/// <param name="Text">
/// Not longer than the channel's <see cref="ChannelCapabilities.MaxTextLength"/>: longer ones are cut with <see cref="TextSplitter"/> before they become
/// entries, and a platform's sender refuses them.
/// </param>
/// <param name="ReplyToProviderMessageId">Message it answers.</param>
/// <param name="ThreadId">Thread or topic it belongs to.</param>
/// <param name="SessionId">Session it answers for.</param>
/// <param name="SessionSeq">Turn it answers.</param>
/// <param name="Kind">Kind of outbox entry: <c>reply</c>, <c>test</c>, <c>pairing_notice</c>, …</param>
public sealed record OutboundMessage(
    Guid EntryId,
    Guid OrganizationId,
    string ConversationId,
    string Text,
    string? ReplyToProviderMessageId,
    string? ThreadId,
    Guid? SessionId,
    long? SessionSeq,
    string Kind);

namespace Vespid.GrainInterfaces.Platforms;

/// <summary>One message on its way to the process that can send it.</summary>
/// <param name="EntryId">Outbox entry.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="ConversationId">The platform's own word.</param>
/// <param name="Text">What to say.</param>
/// <param name="ReplyToProviderMessageId">Message it answers.</param>
/// <param name="ThreadId">Thread or topic it belongs to.</param>
/// <param name="SessionId">Session it answers for.</param>
/// <param name="SessionSeq">Turn it answers.</param>
/// <param name="Kind">Kind of outbox entry.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.connection-message")]
public sealed record ConnectionMessage(
    [property: Id(0)] Guid EntryId,
    [property: Id(1)] Guid OrganizationId,
    [property: Id(2)] string ConversationId,
    [property: Id(3)] string Text,
    [property: Id(4)] string? ReplyToProviderMessageId,
    [property: Id(5)] string? ThreadId,
    [property: Id(6)] Guid? SessionId,
    [property: Id(7)] long? SessionSeq,
    [property: Id(8)] string Kind);

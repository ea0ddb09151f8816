namespace Vespid.Grains.Delivery;

/// <summary>A text on its way to a conversation.</summary>
/// <param name="Kind">Outbox kind.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="AccountId">Account.</param>
/// <param name="ConversationId">Where to.</param>
/// <param name="Text">Any length.</param>
/// <param name="ReplyTo">Message it answers.</param>
/// <param name="ThreadId">Thread or topic.</param>
/// <param name="RunId">Run that made it.</param>
/// <param name="SessionId">Session it belongs to.</param>
/// <param name="SessionSeq">Turn it answers.</param>
/// <param name="TraceParent">W3C trace context.</param>
internal sealed record OutboundText(
    string Kind,
    Guid OrganizationId,
    Guid AccountId,
    string ConversationId,
    string Text,
    string? ReplyTo = null,
    string? ThreadId = null,
    Guid? RunId = null,
    Guid? SessionId = null,
    long? SessionSeq = null,
    string? TraceParent = null);

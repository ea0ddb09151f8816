namespace Vespid.Storage.Feed;

/// <summary>A reply to a web chat visitor.</summary>
/// <param name="Seq">Order, and the event id of the stream.</param>
/// <param name="EntryId">Outbox entry.</param>
/// <param name="Text">The text.</param>
/// <param name="ReplyTo">Message it answers.</param>
/// <param name="CreatedAt">When it was delivered.</param>
public sealed record WebchatReply(long Seq, Guid EntryId, string Text, string? ReplyTo, DateTimeOffset CreatedAt);

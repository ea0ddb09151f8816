using Vespid.Storage.Commits;

namespace Vespid.Storage.Rows;

/// <summary>Appends to <c>webchat_messages</c>, which the visitors' event streams read. A repeat of the same entry changes nothing.</summary>
/// <param name="EntryId">Outbox entry it delivers.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="AccountId">Account.</param>
/// <param name="ConversationId">Visitor's conversation.</param>
/// <param name="Text">The text.</param>
/// <param name="ReplyTo">Provider's id of the message it answers.</param>
public sealed record WebchatMessageRow(Guid EntryId, Guid OrganizationId, Guid AccountId, string ConversationId, string Text, string? ReplyTo) : CommitRow;

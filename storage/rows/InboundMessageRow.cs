using Vespid.Storage.Commits;

namespace Vespid.Storage.Rows;

/// <summary>
/// Appends to <c>inbound_messages</c>. Guard: when (account, dedupe key) is stored already the commit ends as
/// <see cref="CommitStatus.Duplicate"/>, unless <see cref="Readmits"/> is set and the stored one was dropped: then that row becomes this one.
/// </summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="OrganizationId">From the account row.</param>
/// <param name="AccountId">The account the URL named.</param>
/// <param name="ConversationId">The platform's own word.</param>
/// <param name="SenderId">The platform's own word.</param>
/// <param name="SenderDisplayName">As the platform shows it.</param>
/// <param name="ProviderMessageId">The platform's id of the message.</param>
/// <param name="DedupeKey">Unique in the account.</param>
/// <param name="Event"><c>message.dm</c>, <c>message.mentioned</c> or <c>message.received</c>.</param>
/// <param name="MentionMatched">Whether the bot was addressed.</param>
/// <param name="Text">The text.</param>
/// <param name="Status"><c>accepted</c> or <c>dropped</c>.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="SessionId">Session the text went to.</param>
/// <param name="WorkflowsTriggered">Runs queued by it.</param>
/// <param name="Payload">Redacted headers, query and body as JSON text; null when not kept.</param>
/// <param name="ReceivedAt">The platform's time.</param>
/// <param name="TraceParent">W3C trace context.</param>
/// <param name="Readmits">A message dropped earlier is now accepted.</param>
/// <param name="ThreadId">Thread or topic within the conversation.</param>
public sealed record InboundMessageRow(
    Guid Id,
    Guid OrganizationId,
    Guid AccountId,
    string ConversationId,
    string SenderId,
    string? SenderDisplayName,
    string ProviderMessageId,
    string DedupeKey,
    string Event,
    bool MentionMatched,
    string Text,
    string Status,
    string Reason,
    Guid? SessionId,
    int WorkflowsTriggered,
    string? Payload,
    DateTimeOffset? ReceivedAt,
    string? TraceParent,
    bool Readmits = false,
    string? ThreadId = null) : CommitRow;

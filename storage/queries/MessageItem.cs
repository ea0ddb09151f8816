namespace Vespid.Storage.Queries;

/// <summary>A message in or out, as <c>channel_messages</c> shows it.</summary>
public sealed record MessageItem(
    Guid Id,
    Guid OrganizationId,
    Guid AccountId,
    string ConversationId,
    string Direction,
    string ProviderMessageId,
    long? SessionEventSeq,
    string Status,
    int AttemptCount,
    string? Payload,
    string? Error,
    string? SenderId,
    string? Text,
    Guid? SessionId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

namespace Vespid.Storage.Queries;

/// <summary>A session of an organisation's agent.</summary>
public sealed record SessionItem(
    Guid Id, Guid OrganizationId, Guid? AccountId, string? ConversationId, string? Title, DateTimeOffset CreatedAt, DateTimeOffset? ArchivedAt);

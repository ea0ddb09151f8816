using Vespid.Storage.Queries;

namespace Vespid.Gateway.Sessions;

/// <summary>A session of the organisation's agent.</summary>
internal sealed record SessionInfo(
    Guid Id, Guid OrganizationId, Guid? AccountId, string? ConversationId, string? Title, DateTimeOffset CreatedAt, DateTimeOffset? ArchivedAt)
{
    public static SessionInfo From(SessionItem item) =>
        new(item.Id, item.OrganizationId, item.AccountId, item.ConversationId, item.Title, item.CreatedAt, item.ArchivedAt);
}

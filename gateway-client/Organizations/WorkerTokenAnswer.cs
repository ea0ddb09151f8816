using Vespid.Storage.Queries;

namespace Vespid.Gateway.Organizations;

/// <summary>A worker token; the token itself is shown only when it is made.</summary>
internal sealed record WorkerTokenAnswer(Guid Id, Guid OrganizationId, string Name, Guid? CreatedByUserId, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt)
{
    public static WorkerTokenAnswer From(WorkerTokenItem item) =>
        new(item.Id, item.OrganizationId, item.Name, item.CreatedByUserId, item.CreatedAt, item.RevokedAt);
}

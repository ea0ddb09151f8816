namespace Vespid.Storage.Queries;

/// <summary>A worker token; the token itself is not kept.</summary>
public sealed record WorkerTokenItem(
    Guid Id, Guid OrganizationId, string Name, Guid? CreatedByUserId, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

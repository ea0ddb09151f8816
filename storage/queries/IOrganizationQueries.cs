namespace Vespid.Storage.Queries;

/// <summary>An organisation, its people and its trail. Each call reads one organisation under a database role that sees no other.</summary>
public interface IOrganizationQueries
{
    Task<OrganizationItem?> GetAsync(Guid organizationId, CancellationToken cancellationToken = default);

    /// <summary>Sorted by user id, which is the order in which they registered.</summary>
    Task<Page<MemberItem>> MembersAsync(Guid organizationId, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Newest first, revoked ones too.</summary>
    Task<Page<WorkerTokenItem>> WorkerTokensAsync(Guid organizationId, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Newest first.</summary>
    Task<Page<AuditItem>> AuditAsync(Guid organizationId, PageRequest page, CancellationToken cancellationToken = default);
}

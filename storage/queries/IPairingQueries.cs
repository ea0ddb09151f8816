namespace Vespid.Storage.Queries;

/// <summary>Pairing requests. Each call reads one organisation under a database role that sees no other.</summary>
public interface IPairingQueries
{
    /// <summary>Newest first.</summary>
    /// <param name="organizationId">Organisation.</param>
    /// <param name="accountId">Only of this account.</param>
    /// <param name="status"><c>pending</c>, <c>approved</c>, <c>rejected</c> or <c>expired</c>; null for all.</param>
    /// <param name="page">Page.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<Page<PairingItem>> ListAsync(Guid organizationId, Guid? accountId, string? status, PageRequest page, CancellationToken cancellationToken = default);

    Task<PairingItem?> GetAsync(Guid organizationId, Guid requestId, CancellationToken cancellationToken = default);
}

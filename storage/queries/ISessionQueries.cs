namespace Vespid.Storage.Queries;

/// <summary>Sessions. Each call reads one organisation under a database role that sees no other.</summary>
public interface ISessionQueries
{
    /// <summary>Newest first.</summary>
    Task<Page<SessionItem>> ListAsync(Guid organizationId, PageRequest page, CancellationToken cancellationToken = default);

    Task<SessionDetail?> GetAsync(Guid organizationId, Guid sessionId, PageRequest turns, CancellationToken cancellationToken = default);
}

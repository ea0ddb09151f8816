namespace Vespid.Storage.Queries;

/// <summary>Outbox entries and dead letters. Each call reads one organisation under a database role that sees no other.</summary>
public interface IOutboxQueries
{
    /// <summary>Newest first.</summary>
    Task<Page<OutboxItem>> ListAsync(Guid organizationId, OutboxFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Counts up to 100,000.</summary>
    Task<int> CountAsync(Guid organizationId, OutboxFilter filter, CancellationToken cancellationToken = default);

    Task<OutboxItem?> GetAsync(Guid organizationId, Guid id, CancellationToken cancellationToken = default);

    /// <summary>Of these entries the ones that are dead letters of the organisation.</summary>
    Task<IReadOnlyList<Guid>> DeadLettersAmongAsync(Guid organizationId, IReadOnlyList<Guid> ids, CancellationToken cancellationToken = default);

    /// <summary>What a redrive of the dead letters under a filter would do; its status is ignored.</summary>
    /// <param name="organizationId">Organisation.</param>
    /// <param name="filter">Which.</param>
    /// <param name="max">Ids to return, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<RedrivePreview> PreviewRedriveAsync(Guid organizationId, OutboxFilter filter, int max, CancellationToken cancellationToken = default);
}

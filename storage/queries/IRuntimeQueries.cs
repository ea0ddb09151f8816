namespace Vespid.Storage.Queries;

/// <summary>Reads of the runtime over all organisations: never behind a tenant's request.</summary>
public interface IRuntimeQueries
{
    Task<IReadOnlyList<FlagItem>> FlagsAsync(CancellationToken cancellationToken = default);

    Task<RuntimeGauges> GaugesAsync(CancellationToken cancellationToken = default);

    /// <summary>What waits: for <c>inspect-queue</c>.</summary>
    /// <param name="max">Lanes and runs to list, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<QueueInspection> InspectQueueAsync(int max, CancellationToken cancellationToken = default);

    Task<AgentSettings?> AgentAsync(Guid organizationId, CancellationToken cancellationToken = default);

    /// <summary>Entries that left through the stub transport of development, newest first, at most 1,000.</summary>
    Task<IReadOnlyList<OutboxItem>> StubSentAsync(int max, CancellationToken cancellationToken = default);

    /// <summary>The database's clock, to compare with the process's.</summary>
    Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken = default);
}

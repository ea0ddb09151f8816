using Vespid.Storage.Commits;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Storage.Commits;

/// <summary>A commit log and what was made durable through it, as facts that any implementation can tell.</summary>
internal interface ICommitLogUnderTest : IAsyncDisposable
{
    ICommitLog Log { get; }

    Task<Tenancy> AddTenancyAsync();

    /// <summary>Changes the account behind the log's back.</summary>
    Task TouchAsync(Tenancy tenancy);

    /// <summary>Gives the lease to another process.</summary>
    Task FenceAsync();

    /// <summary>Version and JSON of a state; 0 and null when there is none.</summary>
    Task<(long Version, string? Json)> StateAsync(string key);

    /// <summary>Status and text of the message; null when there is none.</summary>
    Task<(string Status, string Text)?> MessageAsync(Guid accountId, string dedupeKey);

    Task<bool> HasRunAsync(Guid id);

    /// <summary>Entries of a lane in order, with their statuses.</summary>
    Task<List<(Guid Id, string Status)>> LaneAsync(string laneKey);
}

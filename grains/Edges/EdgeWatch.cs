using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vespid.GrainInterfaces.Edges;
using Vespid.Grains.Runtime;
using Vespid.Storage.Edges;
using Vespid.Storage.Entities;
using Vespid.Storage.Lease;

namespace Vespid.Grains.Edges;

/// <summary>Wakes the edges whose silence has become news, and removes what is old.</summary>
internal sealed class EdgeWatch(
    IEdgeStore edges, ControlCommits commits, IGrainFactory grains, IWriterLease lease, IOptions<EdgeOptions> options, TimeProvider clock, ILogger<EdgeWatch> logger)
    : LeaderService(lease, clock, logger, TimeSpan.FromSeconds(5))
{
    private const int MostEdges = 2000;
    private const int RowsAtOnce = 2000;

    /// <summary>
    /// Edges report once a minute: only after that, and a half, does the silence of one say anything about it rather than about us.
    /// </summary>
    private static readonly TimeSpan Amnesty = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan AnswersAge = TimeSpan.FromMinutes(15);

    private readonly TimeProvider _clock = clock;
    private long _leaderSince;
    private long? _cleanedAt;

    protected override void Begin() => _leaderSince = _clock.GetTimestamp();

    protected override async Task TickAsync(CancellationToken cancellationToken)
    {
        if (_clock.GetElapsedTime(_leaderSince) < Amnesty)
            return;
        foreach (var node in await edges.OverdueAsync(options.Value.StaleAfter, options.Value.SilentAfter, MostEdges, cancellationToken))
            await grains.GetGrain<IEdgeGrain>(node).Check();
        if (_cleanedAt is { } at && _clock.GetElapsedTime(at) < TimeSpan.FromMinutes(1))
            return;
        _cleanedAt = _clock.GetTimestamp();
        await commits.CommitAsync(null, new RegistrationAnswersForget(AnswersAge));
        await commits.CommitAsync(null, new EdgeHistoryPurge(options.Value.HistoryAge, RowsAtOnce));
    }
}

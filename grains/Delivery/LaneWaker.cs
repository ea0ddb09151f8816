using Microsoft.Extensions.Logging;
using Vespid.GrainInterfaces.Delivery;
using Vespid.Grains.Runtime;
using Vespid.Storage.Lanes;
using Vespid.Storage.Lease;

namespace Vespid.Grains.Delivery;

/// <summary>Finds lanes with due entries: after a restart, after a lost signal, when a retry is due. Lanes need no reminder of their own.</summary>
internal sealed class LaneWaker(ILaneStore lanes, IGrainFactory grains, IWriterLease lease, TimeProvider clock, ILogger<LaneWaker> logger)
    : LeaderService(lease, clock, logger, TimeSpan.FromSeconds(1))
{
    private const int MostLanes = 1_000;
    private string _after = "";

    // The oldest entries first; and each lane in its turn, for the oldest may all be of lanes that cannot move.
    protected override async Task TickAsync(CancellationToken cancellationToken)
    {
        var oldest = await lanes.DueLanesAsync(MostLanes, cancellationToken);
        (var next, _after) = await lanes.LanesAfterAsync(_after, MostLanes, cancellationToken);
        foreach (var lane in oldest.Union(next))
            await grains.GetGrain<ILaneGrain>(lane).Wake();
    }
}

using Microsoft.Extensions.Logging;
using Vespid.GrainInterfaces.Delivery;
using Vespid.Grains.Runtime;
using Vespid.Storage.Lanes;
using Vespid.Storage.Lease;

namespace Vespid.Grains.Delivery;

/// <summary>Finds lanes with due entries: after a restart, after a lost signal, when a retry is due. Lanes need no reminder of their own.</summary>
internal sealed class LaneWaker(ILaneStore lanes, IGrainFactory grains, IWriterLease lease, TimeProvider clock, ILogger<LaneWaker> logger)
    : WriterService(lease, clock, logger, TimeSpan.FromSeconds(1))
{
    private const int MostLanes = 500;

    protected override async Task TickAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in await lanes.DueLanesAsync(MostLanes, cancellationToken))
            await grains.GetGrain<ILaneGrain>(lane).Wake();
    }
}

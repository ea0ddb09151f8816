using Microsoft.Extensions.Logging;
using Vespid.GrainInterfaces.Platforms;
using Vespid.Grains.Runtime;
using Vespid.Storage.Lease;

namespace Vespid.Grains.Platforms;

/// <summary>Says where the connections are. One that leads no more falls silent, and refuses whoever still comes.</summary>
internal sealed class ConnectionAnnouncer(ConnectionHost host, IGrainFactory grains, IWriterLease lease, TimeProvider clock, ILogger<ConnectionAnnouncer> logger)
    : LeaderService(lease, clock, logger, TimeSpan.FromSeconds(1))
{
    private IConnectionHost? _reference;

    protected override Task TickAsync(CancellationToken cancellationToken) =>
        grains.GetGrain<IConnectionHostGrain>(0).Announce(_reference ??= grains.CreateObjectReference<IConnectionHost>(host)).WaitAsync(cancellationToken);
}

using Microsoft.Extensions.Logging;
using Vespid.GrainInterfaces.Alerts;
using Vespid.Grains.Runtime;
using Vespid.Storage.Edges;
using Vespid.Storage.Lease;

namespace Vespid.Grains.Alerts;

/// <summary>Finds receivers with something new, or whose time has come.</summary>
internal sealed class AlertWaker(IAlertStore alerts, IGrainFactory grains, IWriterLease lease, TimeProvider clock, ILogger<AlertWaker> logger)
    : LeaderService(lease, clock, logger, TimeSpan.FromSeconds(1))
{
    private const int MostReceivers = 1000;

    protected override async Task TickAsync(CancellationToken cancellationToken)
    {
        // One that fails must not keep the others from theirs.
        var wakes = (await alerts.DueReceiversAsync(MostReceivers, cancellationToken)).Select(receiver => grains.GetGrain<IAlertReceiverGrain>(receiver).Wake()).ToList();
        foreach (var wake in wakes)
            await wake.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await Task.WhenAll(wakes);
    }
}

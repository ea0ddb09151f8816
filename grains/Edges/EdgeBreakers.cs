using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Vespid.Grains.Alerts;
using Vespid.Grains.Runtime;
using Vespid.Storage.Edges;
using Vespid.Storage.Lease;

namespace Vespid.Grains.Edges;

/// <summary>Which edges are parked, read every five seconds, so that a report's answer can say so without asking all receivers.</summary>
internal sealed class EdgeBreakers(IAlertStore alerts, IWriterLease lease, TimeProvider clock, ILogger<EdgeBreakers> logger)
    : WriterService(lease, clock, logger, TimeSpan.FromSeconds(5))
{
    private FrozenDictionary<string, EdgeBreaker> _worst = FrozenDictionary<string, EdgeBreaker>.Empty;

    /// <summary>The worst at any receiver; null while all are closed.</summary>
    public EdgeBreaker? Of(string nodeId) => Volatile.Read(ref _worst).GetValueOrDefault(nodeId);

    protected override async Task TickAsync(CancellationToken cancellationToken)
    {
        var breakers = await alerts.BreakersAsync(cancellationToken);
        Volatile.Write(ref _worst, breakers
            .GroupBy(breaker => breaker.NodeId, StringComparer.Ordinal)
            .ToFrozenDictionary(edge => edge.Key, edge => edge.MaxBy(breaker => (breaker.State == BreakerState.Open, breaker.Parked))!, StringComparer.Ordinal));
    }
}

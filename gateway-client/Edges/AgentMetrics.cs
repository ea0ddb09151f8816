using System.Diagnostics.Metrics;

namespace Vespid.Gateway.Edges;

/// <summary>What agents asked for in vain.</summary>
internal sealed class AgentMetrics : IDisposable
{
    private readonly Meter _meter = new("Vespid.Edges.Gateway");
    private readonly Counter<long> _refusedBearers;
    private readonly Counter<long> _anonymousHeartbeats;

    public AgentMetrics()
    {
        _refusedBearers = _meter.CreateCounter<long>("partner_edge_bearer_refused_total");
        _anonymousHeartbeats = _meter.CreateCounter<long>("partner_edge_anonymous_heartbeat_total");
    }

    public void BearerRefused() => _refusedBearers.Add(1);

    public void AnonymousHeartbeat() => _anonymousHeartbeats.Add(1);

    public void Dispose() => _meter.Dispose();
}

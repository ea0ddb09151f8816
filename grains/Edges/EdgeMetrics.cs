using System.Diagnostics.Metrics;

namespace Vespid.Grains.Edges;

/// <summary>Figures of edges. Labels are words of bounded lists; figures of each edge are elsewhere.</summary>
internal sealed class EdgeMetrics : IDisposable
{
    private readonly Meter _meter = new("Vespid.Edges");
    private readonly Counter<long> _reports;
    private readonly Counter<long> _transitions;
    private readonly Counter<long> _registrations;

    public EdgeMetrics()
    {
        _reports = _meter.CreateCounter<long>("partner_edge_reports_total", description: "Reports of edges by result");
        _transitions = _meter.CreateCounter<long>("partner_edge_upstream_transitions_total", description: "Transitions of upstreams by where to");
        _registrations = _meter.CreateCounter<long>("partner_edge_registrations_total", description: "Registrations by result");
    }

    public void Reported(string result) => _reports.Add(1, new KeyValuePair<string, object?>("result", result));

    public void Registered(string result) => _registrations.Add(1, new KeyValuePair<string, object?>("result", result));

    public void Moved(EdgeTurn turn)
    {
        foreach (var one in turn.Events)
        {
            if (one is { Type: "transition", To: { } to })
                _transitions.Add(1, new KeyValuePair<string, object?>("to", to));
        }
    }

    public void Dispose() => _meter.Dispose();
}

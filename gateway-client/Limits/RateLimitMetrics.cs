using System.Diagnostics.Metrics;

namespace Vespid.Gateway.Limits;

/// <summary>How often the limits refused. The label is the limit's name, never whom it refused.</summary>
internal sealed class RateLimitMetrics : IDisposable
{
    private readonly Meter _meter = new("Vespid.Limits");
    private readonly Counter<long> _hits;

    public RateLimitMetrics() => _hits = _meter.CreateCounter<long>("rate_limit_hit_total", description: "Requests answered 429, by limit");

    /// <summary>What a limit of this name calls.</summary>
    public Action Of(string limit)
    {
        var label = new KeyValuePair<string, object?>("limit", limit);
        return () => _hits.Add(1, label);
    }

    public void Dispose() => _meter.Dispose();
}

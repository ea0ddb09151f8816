using System.Diagnostics.Metrics;

namespace Vespid.Silo.Logging.Forwarding;

/// <summary>What was forwarded and what was not.</summary>
internal sealed class LogForwardMetrics : IDisposable
{
    public const string QueueFull = "queue_full";
    public const string TooLong = "too_long";
    public const string Stopping = "stopping";

    private readonly Meter _meter = new("Vespid.Logging");
    private readonly Counter<long> _forwarded;
    private readonly Counter<long> _dropped;

    public LogForwardMetrics()
    {
        _forwarded = _meter.CreateCounter<long>("vespid_log_forwarded_total", description: "Log lines handed to a target, by its kind");
        _dropped = _meter.CreateCounter<long>("vespid_log_dropped_total", description: "Log lines that a target did not get, by its kind and the reason");
    }

    public void Forwarded(string kind) => _forwarded.Add(1, new KeyValuePair<string, object?>("target", kind));

    public void Dropped(string kind, string reason, int count = 1) =>
        _dropped.Add(count, new KeyValuePair<string, object?>("target", kind), new KeyValuePair<string, object?>("reason", reason));

    public void Dispose() => _meter.Dispose();
}

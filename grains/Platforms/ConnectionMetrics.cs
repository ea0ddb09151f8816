using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Vespid.Channels;

namespace Vespid.Grains.Platforms;

/// <summary>Figures of the connections that this process keeps, by channel.</summary>
internal sealed class ConnectionMetrics : IDisposable
{
    private readonly Meter _meter = new("Vespid.Platforms");
    private readonly Counter<long> _faults;
    private readonly ConcurrentDictionary<string, (string Channel, TimeSpan Wait)> _waits = new(StringComparer.Ordinal);

    public ConnectionMetrics()
    {
        _faults = _meter.CreateCounter<long>("channel_connection_fault_total", description: "Faults of connections by kind");
        _meter.CreateObservableGauge("channel_connection_backoff_seconds", Waits, "s", "Longest wait of a connection that is tried again");
    }

    internal Meter Meter => _meter;

    /// <summary>It failed, and waits until it is tried again.</summary>
    public void Failed(string key, string channel, Exception fault, TimeSpan wait)
    {
        _waits[key] = (channel, wait);
        _faults.Add(1, new("channel", channel), new KeyValuePair<string, object?>("fault", KindOf(fault)));
    }

    /// <summary>It works, or has ended.</summary>
    public void Settled(string key) => _waits.TryRemove(key, out _);

    public void Dispose() => _meter.Dispose();

    private static string KindOf(Exception fault) => fault switch
    {
        ReceiverException { IsConflict: true } => "conflict",
        ReceiverException { IsFatal: true } => "fatal",
        ReceiverException => "refused",
        StalledException => "stalled",
        _ => "other",
    };

    private IEnumerable<Measurement<double>> Waits() => _waits.Values
        .GroupBy(one => one.Channel)
        .Select(waits => new Measurement<double>(waits.Max(one => one.Wait.TotalSeconds), new KeyValuePair<string, object?>("channel", waits.Key)));
}

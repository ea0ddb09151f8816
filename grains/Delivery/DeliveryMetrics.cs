using System.Diagnostics.Metrics;
using Vespid.Channels;

namespace Vespid.Grains.Delivery;

/// <summary>Figures of what leaves. Labels are words of bounded lists.</summary>
internal sealed class DeliveryMetrics : IDisposable
{
    private readonly Meter _meter = new("Vespid.Delivery");
    private readonly Counter<long> _outbound;
    private readonly Histogram<double> _duration;

    public DeliveryMetrics()
    {
        _outbound = _meter.CreateCounter<long>("channel_outbound_total", description: "Outbox entries that came to an end, by status");
        _duration = _meter.CreateHistogram<double>(
            "channel_outbound_duration_seconds", "s", "Time of one attempt",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 10, 12, 20, 30] });
    }

    public void Ended(string kind, string status) =>
        _outbound.Add(1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("status", status == LaneStatus.Sent ? "accepted" : status));

    public void Attempted(string kind, SendResult result, TimeSpan elapsed) =>
        _duration.Record(
            elapsed.TotalSeconds, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("result", Word(result)));

    public void Dispose() => _meter.Dispose();

    private static string Word(SendResult result) => result switch
    {
        SendResult.Sent => "sent",
        SendResult.Retry => "retry",
        SendResult.Refused => "refused",
        SendResult.Unknown => "unknown",
        _ => "not_configured",
    };
}

using System.Diagnostics.Metrics;

namespace Vespid.Grains.Channels;

/// <summary>Figures of the ingress. Labels are channel ids and reason codes: bounded lists, nothing that a stranger can choose.</summary>
internal sealed class ChannelMetrics : IDisposable
{
    private readonly Meter _meter = new("Vespid.Channels");
    private readonly Counter<long> _inbound;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _authFailed;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _triggered;
    private readonly Histogram<double> _duration;

    public ChannelMetrics()
    {
        _inbound = _meter.CreateCounter<long>("channel_inbound_total", description: "Requests that reached the runtime");
        _dropped = _meter.CreateCounter<long>("channel_drop_total", description: "Messages not accepted, by reason");
        _authFailed = _meter.CreateCounter<long>("channel_auth_fail_total", description: "Requests that failed authenticity or named no account");
        _duplicates = _meter.CreateCounter<long>("channel_duplicate_total", description: "Messages recognised as stored before");
        _triggered = _meter.CreateCounter<long>("channel_trigger_run_total", description: "Workflow runs queued by messages");
        _duration = _meter.CreateHistogram<double>(
            "channel_ingress_duration_seconds", "s", "Time to answer a request, durable effects included",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5] });
    }

    public void Inbound(string channel) => _inbound.Add(1, Tag("channel", channel));

    public void Dropped(string channel, string reason) => _dropped.Add(1, Tag("channel", channel), Tag("reason", reason));

    public void AuthFailed(string channel, string reason) => _authFailed.Add(1, Tag("channel", channel), Tag("reason", reason));

    public void Duplicate(string channel) => _duplicates.Add(1, Tag("channel", channel));

    public void Triggered(string channel, int runs)
    {
        if (runs > 0)
            _triggered.Add(runs, Tag("channel", channel), Tag("status", "succeeded"));
    }

    public void Answered(string channel, TimeSpan elapsed) => _duration.Record(elapsed.TotalSeconds, Tag("channel", channel));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}

using System.Diagnostics.Metrics;
using Vespid.Storage.Edges;

namespace Vespid.Grains.Alerts;

/// <summary>Figures of alerts. Labels are words of bounded lists.</summary>
internal sealed class AlertMetrics : IDisposable
{
    private readonly Meter _meter = new("Vespid.Alerts");
    private readonly Counter<long> _alerts;
    private readonly Histogram<double> _delay;
    private readonly Counter<long> _deliveries;

    public AlertMetrics()
    {
        _alerts = _meter.CreateCounter<long>("partner_edge_alerts_total", description: "Events of edges by what became of them");
        _delay = _meter.CreateHistogram<double>(
            "partner_edge_alert_delay_seconds", "s", "From the sample to the decision to tell it alone",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [5, 15, 30, 45, 60, 90, 120] });
        _deliveries = _meter.CreateCounter<long>("partner_edge_delivery_total", description: "Attempts at delivering alerts by hop and result");
    }

    public void Decided(AlertDecision decision, AlertInbox inbox)
    {
        var events = inbox.Events.ToDictionary(one => one.Id);
        foreach (var account in decision.Accounts)
        {
            var one = events[account.EventId];
            _alerts.Add(1, new("alert", one.Alert), new("severity", one.Severity), new KeyValuePair<string, object?>("outcome", account.How));
            if (account.How is AlertHow.Alone or AlertHow.Grouped)
                _delay.Record((inbox.Now - one.ObservedAt).TotalSeconds, new KeyValuePair<string, object?>("severity", one.Severity));
        }
    }

    public void Delivered(string hop, string result) => _deliveries.Add(1, new("hop", hop), new KeyValuePair<string, object?>("result", result));

    public void Dispose() => _meter.Dispose();
}

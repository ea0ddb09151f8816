using System.Diagnostics.Metrics;

namespace Vespid.Embedded.Engine;

/// <summary>The meter "Vespid.Embedded". The only label is the grain type, of which there are as many as grain classes.</summary>
internal sealed class EngineMetrics : IDisposable
{
    public const string MeterName = "Vespid.Embedded";

    private readonly Meter _meter;
    private readonly Counter<long> _timeouts;
    private readonly Counter<long> _activationFailures;
    private readonly Counter<long> _reminderTicks;

    public EngineMetrics(Silo silo)
    {
        _meter = new Meter(MeterName);
        _timeouts = _meter.CreateCounter<long>("vespid.embedded.call.timeouts", "{call}", "Calls whose answer did not arrive in time");
        _activationFailures = _meter.CreateCounter<long>("vespid.embedded.activation.failures", "{activation}", "Activations that failed to begin");
        _reminderTicks = _meter.CreateCounter<long>("vespid.embedded.reminder.ticks", "{tick}", "Reminder ticks delivered");
        _meter.CreateObservableCounter("vespid.embedded.calls", () => silo.InFlight.Sent, "{call}", "Calls sent");
        _meter.CreateObservableGauge("vespid.embedded.calls.in_flight", () => silo.InFlight.Count, "{call}", "Calls whose callers wait");
        _meter.CreateObservableGauge(
            "vespid.embedded.activations",
            () => silo.Classes.All.Select(static one =>
                new Measurement<long>(one.Activations, new KeyValuePair<string, object?>("grain.type", one.GrainType.ToString()))),
            "{activation}",
            "Activations in memory");
    }

    public void TimedOut() => _timeouts.Add(1);

    public void ActivationFailed() => _activationFailures.Add(1);

    public void ReminderTicked() => _reminderTicks.Add(1);

    public void Dispose() => _meter.Dispose();
}

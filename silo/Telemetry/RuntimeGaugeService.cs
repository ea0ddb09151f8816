using System.Diagnostics.Metrics;
using Vespid.Storage.Queries;

namespace Vespid.Silo.Telemetry;

/// <summary>Figures that only the database knows, read every five seconds and shown as gauges.</summary>
internal sealed partial class RuntimeGaugeService : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Meter _meter = new("Vespid.Runtime");
    private readonly IRuntimeQueries _queries;
    private readonly TimeProvider _clock;
    private readonly ILogger<RuntimeGaugeService> _logger;
    private volatile RuntimeGauges? _last;

    public RuntimeGaugeService(IRuntimeQueries queries, TimeProvider clock, ILogger<RuntimeGaugeService> logger)
    {
        _queries = queries;
        _clock = clock;
        _logger = logger;
        Gauge("vespid_outbox_oldest_due_seconds", "How long the most overdue outbox entry is due", gauges => gauges.OldestDueLaneAge?.TotalSeconds ?? 0);
        Gauge("vespid_outbox_backlog", "Outbox entries that have not left", gauges => gauges.OutboxBacklog);
        Gauge("vespid_dead_letters", "Dead letters", gauges => gauges.DeadLetters);
        Gauge("vespid_work_oldest_unclaimed_seconds", "Age of the oldest run that nobody has claimed", gauges => gauges.OldestUnclaimedAge?.TotalSeconds ?? 0);
        Gauge("vespid_work_depth", "Queued runs", gauges => gauges.WorkDepth);
        Gauge("vespid_work_in_progress", "Claimed runs", gauges => gauges.RunsInProgress);
        Gauge("vespid_triggers_held_back", "Triggers that a run quota holds back", gauges => gauges.HeldBackRuns);
        Gauge("vespid_restore_held", "Entries, runs and alerts that wait for an operator's release after a restore", gauges => gauges.HeldAfterRestore);
        Gauge("vespid_silos_writing", "Silos that hold a lease side by side", gauges => gauges.WritingSilos);
        Gauge("channel_pairing_pending", "Pairing requests that wait for a decision", gauges => gauges.PendingPairings);
    }

    /// <summary>As last read; null before the first time.</summary>
    public RuntimeGauges? Last => _last;

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        try
        {
            do
            {
                await ReadAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            _last = await _queries.GaugesAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.NotRead(_logger, fault.GetType().Name);
        }
    }

    private void Gauge(string name, string description, Func<RuntimeGauges, double> value) =>
        _meter.CreateObservableGauge(name, () => _last is { } gauges ? [new Measurement<double>(value(gauges))] : Array.Empty<Measurement<double>>(), description: description);

    private static partial class Log
    {
        [LoggerMessage(EventId = 3010, EventName = "gauges.not_read", Level = LogLevel.Warning, Message = "Gauges were not read ({Fault})")]
        public static partial void NotRead(ILogger logger, string fault);
    }
}

using System.Diagnostics.Metrics;
using Vespid.Gateway.Health;
using Vespid.Silo.Configuration;
using Vespid.Storage.Lease;

namespace Vespid.Silo.Telemetry;

/// <summary>What alert rules and dashboards ask of a process: since when it runs, what was built and configured, whether it writes, how it is.</summary>
internal sealed class ProcessGaugeService : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Meter _meter = new("Vespid.Process");
    private readonly HealthBoard _board;
    private readonly TimeProvider _clock;
    private readonly long _startedAt;
    private volatile HealthAnswer? _health;

    public ProcessGaugeService(HostSettings settings, HealthBoard board, IWriterLease lease, TimeProvider clock)
    {
        _board = board;
        _clock = clock;
        _startedAt = clock.GetTimestamp();
        KeyValuePair<string, object?>[] facts =
        [
            new("version", typeof(ProcessGaugeService).Assembly.GetName().Version?.ToString(3)),
            new("engine", Engine.Name),
            new("role", settings.Host.Role.ToString().ToLowerInvariant()),
            new("env", settings.Facts.Environment),
            new("build_sha", settings.Facts.BuildSha),
            new("config_manifest_hash", settings.Facts.ConfigManifestHash),
        ];
        _meter.CreateObservableGauge("router_uptime_seconds", () => _clock.GetElapsedTime(_startedAt).TotalSeconds, "s", "How long the process runs");
        _meter.CreateObservableGauge("vespid_build_info", () => new Measurement<int>(1, facts), description: "Always 1; the labels say what runs");
        _meter.CreateObservableGauge("vespid_writer_active", () => lease.IsLeader ? 1 : 0, description: "1 for the process that writes, of silos for the one that leads");
        // A standby has none and is well; a silo without one is not.
        var isSilo = settings.Cluster.IsOn && settings.Host.Role != ProcessRole.Gateway;
        _meter.CreateObservableGauge(
            "vespid_lease_held", () => isSilo ? (IEnumerable<Measurement<int>>)[new(lease.IsHeld ? 1 : 0)] : [], description: "Of a silo of a cluster: 1 while it may write");
        _meter.CreateObservableGauge("vespid_health_ready", Ready, description: "1 while the health route answers 200");
        _meter.CreateObservableGauge("health_component_status", Components, description: "2 ready, 1 degraded, 0 down; disabled ones are left out");
    }

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
                _health = await _board.LookAsync();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private IEnumerable<Measurement<int>> Ready() => _health is { } health ? [new Measurement<int>(health.Ok ? 1 : 0)] : [];

    private IEnumerable<Measurement<int>> Components() => _health is not { } health ? [] : health.Dependencies
        .Where(one => one.Value.State != "disabled")
        .Select(one => new Measurement<int>(one.Value.State switch { "ready" => 2, "degraded" => 1, _ => 0 }, new KeyValuePair<string, object?>("component", one.Key)));
}

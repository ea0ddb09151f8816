using Vespid.Gateway.Health;
using Vespid.Silo.Telemetry;

namespace Vespid.Silo.Health;

/// <summary>Whether what is due leaves: an old due entry means that senders do not keep up, or that a receiver is away.</summary>
internal sealed class LanesProbe(RuntimeGaugeService gauges) : IHealthProbe
{
    private static readonly TimeSpan MostAge = TimeSpan.FromMinutes(5);

    public string Name => "lanes";

    public bool Required => false;

    public ValueTask<ProbeResult> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult(
        gauges.Last?.OldestDueLaneAge is { } age && age > MostAge
            ? new ProbeResult(HealthState.Degraded, $"an entry is due since {age.TotalSeconds:F0} s")
            : ProbeResult.Ready);
}

using System.Globalization;
using Vespid.Gateway.Health;
using Vespid.Silo.Telemetry;

namespace Vespid.Silo.Health;

/// <summary>Whether something waits for an operator because a backup was restored.</summary>
internal sealed class RestoreProbe(RuntimeGaugeService gauges) : IHealthProbe
{
    public string Name => "restore";

    public bool Required => false;

    public ValueTask<ProbeResult> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult(
        gauges.Last is { HeldAfterRestore: > 0 and var held }
            ? new ProbeResult(HealthState.Degraded, string.Create(CultureInfo.InvariantCulture, $"{held} wait for an operator's release: vespid restore status"))
            : ProbeResult.Ready);
}

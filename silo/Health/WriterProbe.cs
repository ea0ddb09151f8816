using Vespid.Gateway.Health;
using Vespid.Storage.Lease;

namespace Vespid.Silo.Health;

/// <summary>Whether there is a writer: this process, or one that requests can be forwarded to.</summary>
internal sealed class WriterProbe(IWriterLease lease) : IHealthProbe
{
    public string Name => "writer";

    public bool Required => true;

    public ValueTask<ProbeResult> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult(
        lease.IsHeld ? new ProbeResult(HealthState.Ready, "active")
        : lease.Active.Count > 0 ? new ProbeResult(HealthState.Ready, "standby")
        : new ProbeResult(HealthState.Down, "no active writer"));
}

using Vespid.Gateway.Health;

namespace Vespid.Silo.Clustering;

/// <summary>
/// Whether all silos that may write are silos of this cluster: when the list of silos was lost, those that start afterwards form a cluster of their own.
/// </summary>
/// <param name="writing">How many silos hold a lease; null while that is not known.</param>
/// <param name="members">How many silos this one's cluster has.</param>
/// <param name="clock">Measures how long they differ.</param>
internal sealed class ClusterProbe(Func<int?> writing, Func<int> members, TimeProvider clock) : IHealthProbe
{
    /// <summary>One that comes or goes is in one list before the other.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private long? _since;

    public string Name => "cluster";

    public bool Required => false;

    public ValueTask<ProbeResult> CheckAsync(CancellationToken cancellationToken)
    {
        var (holders, own) = (writing() ?? 0, members());
        lock (_gate)
        {
            _since = holders > own ? _since ?? clock.GetTimestamp() : null;
            return ValueTask.FromResult(
                _since is { } since && clock.GetElapsedTime(since) >= Patience
                    ? new ProbeResult(HealthState.Degraded, $"{holders} silos may write and {own} of them are of this cluster: there are two clusters, restart the silos of one")
                    : ProbeResult.Ready);
        }
    }
}

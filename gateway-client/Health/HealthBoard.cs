using Microsoft.Extensions.Hosting;
using Vespid.Storage.Lease;

namespace Vespid.Gateway.Health;

/// <summary>Asks the probes, at most once a second however often it is asked itself.</summary>
internal sealed class HealthBoard(IEnumerable<IHealthProbe> probes, IWriterLease lease, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan MostAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private readonly IHealthProbe[] _probes = [.. probes];
    private Task<HealthAnswer>? _latest;
    private long _askedAt;
    private (bool IsStopping, LeaseAnswer Lease)? _askedUnder;
    private volatile bool _hasBeenReady;

    /// <summary>True from the first time that everything required was ready.</summary>
    public bool HasBeenReady => _hasBeenReady;

    public Task<HealthAnswer> LookAsync()
    {
        lock (_lock)
        {
            // What was found before the word to stop says that it is ready; before a take-over, that another process is the writer.
            var under = (lifetime.ApplicationStopping.IsCancellationRequested, LeaseNow());
            if (_latest is null || under != _askedUnder || (_latest.IsCompleted && time.GetElapsedTime(_askedAt) >= MostAge))
            {
                _askedAt = time.GetTimestamp();
                _askedUnder = under;
                _latest = AskAsync();
            }

            return _latest;
        }
    }

    private async Task<HealthAnswer> AskAsync()
    {
        var results = await Task.WhenAll(_probes.Select(AskAsync));
        var missing = false;
        var worst = HealthState.Ready;
        var dependencies = new SortedDictionary<string, DependencyAnswer>(StringComparer.Ordinal);
        for (var i = 0; i < _probes.Length; i++)
        {
            var (probe, result) = (_probes[i], results[i]);
            dependencies[probe.Name] = new DependencyAnswer(WordOf(result.State), probe.Required, result.Detail);
            missing |= probe.Required && result.State == HealthState.Down;
            if (result.State is HealthState.Down or HealthState.Degraded)
                worst = HealthState.Degraded;
        }

        _hasBeenReady |= !missing;
        var stopping = lifetime.ApplicationStopping.IsCancellationRequested;
        var status = missing ? WordOf(HealthState.Down) : stopping ? "stopping" : WordOf(worst);
        var now = LeaseNow();
        return new HealthAnswer(!missing && !stopping, status, now.Active, now, dependencies);
    }

    private LeaseAnswer LeaseNow() => new(lease.IsHeld, lease.IsLeader, lease.Epoch);

    private async Task<ProbeResult> AskAsync(IHealthProbe probe)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            return await probe.CheckAsync(patience.Token).AsTask().WaitAsync(Patience, time);
        }
        catch (Exception exception)
        {
            // Whatever a probe throws, its dependency cannot be relied on.
            return new ProbeResult(HealthState.Down, exception is OperationCanceledException or TimeoutException ? "no answer in time" : exception.GetType().Name);
        }
    }

    private static string WordOf(HealthState state) => state switch
    {
        HealthState.Ready => "ready",
        HealthState.Degraded => "degraded",
        HealthState.Disabled => "disabled",
        _ => "down",
    };
}

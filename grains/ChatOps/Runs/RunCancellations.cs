using System.Collections.Concurrent;

namespace Vespid.Grains.ChatOps;

/// <summary>Runs that are being carried out by this process, so that a command can end them.</summary>
internal sealed class RunCancellations
{
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _running = new();

    public CancellationTokenSource Begin(Guid runId) => _running.GetOrAdd(runId, _ => new CancellationTokenSource());

    public void End(Guid runId)
    {
        if (_running.TryRemove(runId, out var source))
            source.Dispose();
    }

    /// <returns>Whether it is carried out here.</returns>
    public bool Cancel(Guid runId)
    {
        if (!_running.TryGetValue(runId, out var source))
            return false;
        source.Cancel();
        return true;
    }
}

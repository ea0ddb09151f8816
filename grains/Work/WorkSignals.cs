using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace Vespid.Grains.Work;

/// <summary>Tells waiting claims of an organisation that work was queued. Only a hint: whoever waits also looks by itself now and then.</summary>
internal sealed class WorkSignals(IHostApplicationLifetime? lifetime = null)
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _waiting = new();

    /// <summary>Cancelled when the process is told to stop: who waits is then answered with what there is.</summary>
    public CancellationToken Stopping => lifetime?.ApplicationStopping ?? CancellationToken.None;

    /// <summary>Ends at the next signal. Take it before looking, so that nothing falls in between.</summary>
    public Task Next(Guid organizationId) =>
        _waiting.GetOrAdd(organizationId, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Raise(Guid organizationId)
    {
        if (_waiting.TryRemove(organizationId, out var waiting))
            waiting.TrySetResult();
    }
}

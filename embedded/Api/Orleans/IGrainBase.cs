using Orleans.Runtime;

namespace Orleans;

/// <summary>What the engine expects of a grain class. <see cref="Grain"/> implements it; a class may also do so itself.</summary>
public interface IGrainBase
{
    /// <summary>The activation this instance belongs to.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first call. An exception fails the activation and every call that waits for it.</summary>
    /// <param name="token">Cancelled when the activation takes longer than the configured limit.</param>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs after the last turn, unless the process dies first.</summary>
    /// <param name="reason">Why the activation ends.</param>
    /// <param name="token">Cancelled when the engine no longer waits.</param>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}

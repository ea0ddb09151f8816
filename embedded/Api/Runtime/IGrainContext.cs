namespace Orleans.Runtime;

/// <summary>An activation of a grain, as the grain and its facets see it.</summary>
public interface IGrainContext : IEquatable<IGrainContext>
{
    GrainReference GrainReference { get; }

    GrainId GrainId { get; }

    /// <summary>The instance of the grain class; null before it is constructed and after the activation has ended.</summary>
    object? GrainInstance { get; }

    ActivationId ActivationId { get; }

    /// <summary>Services whose scope is this activation.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>What runs before the first call and after the last one. Subscribe while the instance is constructed.</summary>
    IGrainLifecycle ObservableLifecycle { get; }

    IWorkItemScheduler Scheduler { get; }

    /// <summary>Completes when the activation has ended.</summary>
    Task Deactivated { get; }

    /// <summary>Ends the activation once the calls it is working on have completed.</summary>
    /// <param name="deactivationReason">Handed to the grain.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for the grain's own clean-up any more.</param>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}

using Orleans.Runtime;
using Vespid.Embedded.Engine;

namespace Orleans;

/// <summary>The usual base class of grains.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private IGrainRuntime? _runtime;

    /// <summary>For grain classes that the engine creates: the activation is the one being constructed.</summary>
    protected Grain()
        : this(CurrentActivation.Required())
    {
    }

    /// <summary>For grain classes that take the activation as a dependency, and for tests that supply one.</summary>
    protected Grain(IGrainContext grainContext, IGrainRuntime? grainRuntime = null)
    {
        ArgumentNullException.ThrowIfNull(grainContext);
        GrainContext = grainContext;
        // Looked up on demand otherwise: most grains never use it, and the field would only cost memory.
        _runtime = grainRuntime;
    }

    public IGrainContext GrainContext { get; }

    public GrainReference GrainReference => GrainContext.GrainReference;

    /// <summary>The grain id as text, <c>type/key</c>.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    protected IGrainFactory GrainFactory => Runtime.GrainFactory;

    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    internal IGrainRuntime Runtime => _runtime ??= GrainRuntimeOf(GrainContext);

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation once the calls it is working on have completed; the next call makes a new one.</summary>
    protected void DeactivateOnIdle() => Runtime.DeactivateOnIdle(GrainContext);

    /// <summary>Keeps the activation from idle collection for at least <paramref name="timeSpan"/>; a negative span takes an earlier request back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Runtime.DelayDeactivation(GrainContext, timeSpan);

    internal static IGrainRuntime GrainRuntimeOf(IGrainContext context) =>
        (context as Activation)?.Silo.Runtime
        ?? (IGrainRuntime?)context.ActivationServices.GetService(typeof(IGrainRuntime))
        ?? throw new InvalidOperationException($"The services of grain {context.GrainId} have no {nameof(IGrainRuntime)}.");
}

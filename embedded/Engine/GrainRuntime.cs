using Orleans.Runtime;
using Orleans.Timers;

namespace Vespid.Embedded.Engine;

/// <summary>What grains ask their engine for.</summary>
internal sealed class GrainRuntime(Silo silo) : IGrainRuntime, ITimerRegistry
{
    private static readonly DeactivationReason Requested = new(DeactivationReasonCode.ApplicationRequested, "The grain asked for it.");

    public IGrainFactory GrainFactory => silo.Factory;

    public ITimerRegistry TimerRegistry => this;

    public IServiceProvider ServiceProvider => silo.Services;

    public TimeProvider TimeProvider => silo.Time;

    public void DeactivateOnIdle(IGrainContext grainContext)
    {
        ArgumentNullException.ThrowIfNull(grainContext);
        grainContext.Deactivate(Requested);
    }

    public void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan) => OwnActivation(grainContext).DelayDeactivation(timeSpan);

    public IGrainTimer RegisterGrainTimer<TState>(
        IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return new GrainTimer<TState>(OwnActivation(grainContext), callback, state, options);
    }

    private static Activation OwnActivation(IGrainContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context as Activation ?? throw new ArgumentException($"{context.GetType()} is not an activation of this engine.", nameof(context));
    }
}

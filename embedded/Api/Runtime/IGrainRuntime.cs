using Orleans.Timers;

namespace Orleans.Runtime;

/// <summary>What a grain needs of its engine. Tests of a single grain may supply their own.</summary>
public interface IGrainRuntime
{
    IGrainFactory GrainFactory { get; }

    ITimerRegistry TimerRegistry { get; }

    IServiceProvider ServiceProvider { get; }

    TimeProvider TimeProvider { get; }

    void DeactivateOnIdle(IGrainContext grainContext);

    void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan);
}

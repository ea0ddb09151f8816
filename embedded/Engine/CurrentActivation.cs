using Orleans.Runtime;

namespace Vespid.Embedded.Engine;

/// <summary>The activation whose turn is running on this thread, found through the task scheduler, which is per activation.</summary>
internal static class CurrentActivation
{
    public static Activation? OrNull() => (TaskScheduler.Current as TurnQueue)?.Activation;

    public static IGrainContext Required() =>
        OrNull() ?? throw new InvalidOperationException(
            "A grain can only be constructed by the engine, or with an IGrainContext of the caller's: no activation is running here.");
}

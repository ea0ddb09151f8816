namespace Vespid.Embedded.Engine;

/// <summary>Timers that do not see what flows where they are made, such as the values that travel with the call that asked for one.</summary>
internal static class DetachedTimers
{
    /// <summary>Not armed yet.</summary>
    public static ITimer CreateDetachedTimer(this TimeProvider time, TimerCallback callback, object? state)
    {
        using AsyncFlowControl? suppressed = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        return time.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}

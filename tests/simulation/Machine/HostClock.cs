namespace Vespid.Tests.Simulation.Machine;

/// <summary>The clock of one process.</summary>
internal sealed class HostClock(WorldTime time, HostProcess process) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Now => time.Now;

    public override DateTimeOffset GetUtcNow() => time.Wall;

    public override long GetTimestamp() => time.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WorldTimer(time, process, "timer", tick => callback(tick), state);
        timer.Change(dueTime, period);
        return timer;
    }
}

namespace Vespid.Tests.Simulation.Machine;

/// <summary>A timer of a process, or of the world outside.</summary>
internal sealed class WorldTimer(WorldTime time, HostProcess? owner, string what, Action<object?> work, object? state) : ITimer
{
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private bool _disposed;

    public HostProcess? Owner => owner;

    public string What => what;

    /// <summary>Which arming counts; those before it are void.</summary>
    public int Arming { get; private set; }

    public bool IsDue(int arming) => arming == Arming && !_disposed && owner is not { Life: Life.Ended };

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
            return false;
        _period = period;
        Arming++;
        if (dueTime != Timeout.InfiniteTimeSpan)
            time.Arm(this, dueTime);
        return true;
    }

    public void Fire()
    {
        if (_disposed)
            return;
        if (_period > TimeSpan.Zero)
        {
            Arming++;
            time.Arm(this, _period);
        }

        work(state);
    }

    public void Dispose() => _disposed = true;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}

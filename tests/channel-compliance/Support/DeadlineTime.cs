namespace Vespid.Tests.Channels;

/// <summary>The system's time, but no deadline passes before a test says so.</summary>
internal sealed class DeadlineTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Deadline> _pending = [];

    /// <summary>Lets all that are pending pass.</summary>
    public void Pass()
    {
        List<Deadline> due;
        lock (_gate)
        {
            due = [.. _pending];
            _pending.Clear();
        }

        foreach (var deadline in due)
            deadline.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var deadline = new Deadline(this, () => callback(state));
        deadline.Change(dueTime, period);
        return deadline;
    }

    private sealed class Deadline(DeadlineTime time, Action fire) : ITimer
    {
        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._pending.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                    time._pending.Add(this);
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

namespace Vespid.Tests.EngineCompliance.Kit;

/// <summary>Time that stands still until a test moves it on. Timers fire on the thread that does, in the order they are due.</summary>
public sealed class ManualTime : TimeProvider
{
    // What flows on a thread that nobody's flow reached, as that of the runtime's timers.
    private static readonly ExecutionContext Empty = CaptureElsewhere();

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan DueIn, TaskCompletionSource Scheduled)> _waits = [];
    private DateTimeOffset _now = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan span)
    {
        var end = GetUtcNow() + span;
        while (NextDue(end) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            _now = end;
        }
    }

    /// <summary>Completes when there is a timer that is due in exactly this time.</summary>
    public Task IsScheduled(TimeSpan dueIn)
    {
        lock (_gate)
        {
            var scheduled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((dueIn, scheduled));
            CompleteWaits();
            return scheduled.Task;
        }
    }

    private static ExecutionContext CaptureElsewhere()
    {
        ExecutionContext? captured = null;
        var thread = new Thread(() => captured = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return captured!;
    }

    private void CompleteWaits() =>
        _waits.RemoveAll(wait => _timers.Exists(timer => timer.Due == _now + wait.DueIn) && wait.Scheduled.TrySetResult());

    private ManualTimer? NextDue(DateTimeOffset end)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(static timer => timer.Due);
            if (next is not null)
            {
                _now = next.Due!.Value > _now ? next.Due.Value : _now;
                next.Rearm();
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        // As real timers do.
        private readonly ExecutionContext _flow = ExecutionContext.Capture() ?? Empty;
        private TimeSpan _period;

        public DateTimeOffset? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                _period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
                time._timers.Remove(this);
                if (Due is not null)
                {
                    time._timers.Add(this);
                    time.CompleteWaits();
                }
            }

            if (dueTime == TimeSpan.Zero)
            {
                // What is due at once does not wait for the test to move the clock.
                ThreadPool.UnsafeQueueUserWorkItem(static time => time.Advance(TimeSpan.Zero), time, preferLocal: false);
            }

            return true;
        }

        public void Rearm()
        {
            if (_period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero)
            {
                Due = null;
                time._timers.Remove(this);
            }
            else
            {
                Due += _period;
            }
        }

        public void Fire() => ExecutionContext.Run(_flow, state => callback(state), state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

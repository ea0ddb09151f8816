using Orleans.Runtime;

namespace Vespid.Embedded.Engine;

/// <summary>
/// A timer whose ticks are requests of the activation. The clock's timer is armed for one tick at a time, after the tick before has ended,
/// so the timer itself can be the request.
/// </summary>
internal sealed class GrainTimer<TState> : Request, IGrainTimer
{
    // What the clock's timers can wait for at most.
    private const long LongestMilliseconds = 0xfffffffe;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly Activation _activation;
    private readonly Func<TState, CancellationToken, Task> _callback;
    private readonly TState _state;
    private readonly bool _interleave;
    private readonly bool _keepAlive;
    private readonly ITimer _clock;
    private TimeSpan _period;
    private TimeSpan? _changedDue;
    private bool _ticking;
    private bool _disposed;

    public GrainTimer(Activation activation, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        Validate(options.DueTime, options.Period);
        _activation = activation;
        _callback = callback;
        _state = state;
        _interleave = options.Interleave;
        _keepAlive = options.KeepAlive;
        _period = options.Period;
        _clock = activation.Silo.Time.CreateDetachedTimer(static timer => ((GrainTimer<TState>)timer!).Due(), this);
        activation.Add(this);
        _clock.Change(options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public override bool MayAlwaysInterleave => _interleave;

    public override bool IsReadOnly => false;

    public override bool IsObsolete => Volatile.Read(ref _disposed);

    public override bool CountsAsUse => _keepAlive;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, period);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _period = period;
            if (_ticking)
            {
                _changedDue = dueTime;
            }
            else
            {
                _clock.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _clock.Dispose();
        CancelToken();
        if (_activation.Turns.IsCurrent)
        {
            _activation.Remove(this);
        }
        else
        {
            _activation.Turns.Enqueue(new ActionTurn(activation => activation.Remove(this)));
        }
    }

    public override void Start(Activation activation)
    {
        Task tick;
        var outside = ExecutionContext.Capture();
        try
        {
            tick = _callback(_state, _stopped.Token) ?? Task.CompletedTask;
        }
        catch (Exception fault)
        {
            tick = Task.FromException(fault);
        }

        if (outside is not null)
        {
            ExecutionContext.Restore(outside);
        }

        if (tick.IsCompleted)
        {
            Ticked(tick);
        }
        else
        {
            tick.GetAwaiter().UnsafeOnCompleted(() => Ticked(tick));
        }
    }

    public override void Refuse(Exception reason)
    {
    }

    public override void Reroute(Silo silo)
    {
    }

    private static void Validate(TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((long)dueTime.TotalMilliseconds, -1, nameof(dueTime));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)dueTime.TotalMilliseconds, LongestMilliseconds, nameof(dueTime));
        ArgumentOutOfRangeException.ThrowIfLessThan((long)period.TotalMilliseconds, -1, nameof(period));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)period.TotalMilliseconds, LongestMilliseconds, nameof(period));
    }

    private void CancelToken()
    {
        try
        {
            _stopped.Cancel();
        }
        catch (AggregateException fault)
        {
            // What the grain registered with the token failed; the timer has ended all the same.
            _activation.Silo.Log.TimerFailed(_activation.GrainId, fault);
        }
    }

    private void Due()
    {
        lock (_gate)
        {
            if (_disposed || _ticking)
            {
                return;
            }

            _ticking = true;
        }

        _activation.Receive(this);
    }

    private void Ticked(Task tick)
    {
        var fault = tick.IsFaulted ? tick.Exception.InnerException : null;
        if (fault is not null)
        {
            _activation.Silo.Log.TimerFailed(_activation.GrainId, fault);
        }

        lock (_gate)
        {
            _ticking = false;
            if (!_disposed)
            {
                _clock.Change(_changedDue ?? _period, Timeout.InfiniteTimeSpan);
                _changedDue = null;
            }
        }

        _activation.Finished(this, fault);
    }
}

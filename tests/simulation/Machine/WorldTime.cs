namespace Vespid.Tests.Simulation.Machine;

/// <summary>The one time of a run. It stands still until nothing else can happen, or the seed moves it.</summary>
internal sealed class WorldTime(Schedule schedule)
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(WorldTimer Timer, int Arming), (TimeSpan Due, long Order)> _timers = new();
    private long _order;

    /// <summary>Since the run began; never goes back.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>How far the hosts' wall clock is off.</summary>
    public TimeSpan WallOff { get; set; }

    /// <summary>How far the database's clock is off.</summary>
    public TimeSpan DatabaseOff { get; set; }

    public DateTimeOffset Wall => Start + Now + WallOff;

    public DateTimeOffset Database => Start + Now + DatabaseOff;

    public void Arm(WorldTimer timer, TimeSpan after) => _timers.Enqueue((timer, timer.Arming), (Now + after, ++_order));

    /// <summary>Lets something happen in the world outside after a while.</summary>
    public void After(TimeSpan wait, string what, Action<object?> work, object? state = null) => new WorldTimer(this, null, what, work, state).Change(wait, Timeout.InfiniteTimeSpan);

    /// <summary>When the next timer is due; null without one.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            while (_timers.TryPeek(out var next, out var when))
            {
                if (next.Timer.IsDue(next.Arming))
                    return when.Due;
                _timers.Dequeue();
            }

            return null;
        }
    }

    public void AdvanceTo(TimeSpan then)
    {
        if (then > Now)
            Now = then;
        while (_timers.TryPeek(out var next, out var when) && when.Due <= Now)
        {
            _timers.Dequeue();
            if (next.Timer.IsDue(next.Arming))
                schedule.Add(next.Timer.Owner, next.Timer.What, static fired => ((WorldTimer)fired!).Fire(), next.Timer);
        }
    }
}

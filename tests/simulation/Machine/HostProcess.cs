using Vespid.Embedded;

namespace Vespid.Tests.Simulation.Machine;

/// <summary>A process as far as the machine goes: its turns, its timers, and what it does outside of grains.</summary>
internal sealed class HostProcess : SynchronizationContext, ITurnDispatcher
{
    private readonly Schedule _schedule;
    private volatile Life _life;

    public HostProcess(Schedule schedule, WorldTime time, int number)
    {
        _schedule = schedule;
        Number = number;
        Clock = new HostClock(time, this);
    }

    public int Number { get; }

    public HostClock Clock { get; }

    public Life Life => _life;

    /// <summary>What would happen in it if it were not paused.</summary>
    public List<Schedule.Ready> Held { get; } = [];

    public void Dispatch(IThreadPoolWorkItem turn) => _schedule.Add(this, "turn", static turn => ((IThreadPoolWorkItem)turn!).Execute(), turn);

    public override void Post(SendOrPostCallback d, object? state) => _schedule.Add(this, "", _ => RunHere(d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    /// <summary>Starts something in the process, outside of grains.</summary>
    public void Start(string what, Action work) => _schedule.Add(this, what, work => RunHere(static work => ((Action)work!)(), work), work);

    public void Crash()
    {
        _life = Life.Ended;
        _schedule.Remove(this);
        Held.Clear();
    }

    public void Pause()
    {
        _schedule.Pause(this);
        _life = Life.Paused;
    }

    public void Resume()
    {
        _life = Life.Running;
        _schedule.Resume(this);
    }

    // What it awaits comes back to this process, not to a thread of the pool.
    private void RunHere(SendOrPostCallback work, object? state)
    {
        SetSynchronizationContext(this);
        try
        {
            work(state);
        }
        finally
        {
            SetSynchronizationContext(null);
        }
    }
}

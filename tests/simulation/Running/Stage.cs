using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;

namespace Vespid.Tests.Simulation.Running;

/// <summary>What every run has: a machine, a store, and processes on it that crash, stand still and take over from each other.</summary>
internal abstract class Stage : IDisposable
{
    private readonly List<SimulatedHost> _hosts = [];
    private bool _starting;

    /// <param name="dice">All chance of the run.</param>
    /// <param name="live">Where each step is written at once; null for nowhere.</param>
    protected Stage(Dice dice, TextWriter? live)
    {
        Dice = dice;
        Trace = new Trace { Live = live };
        Schedule = new Schedule(dice.Fork());
        Time = new WorldTime(Schedule);
        Weather = new Weather(dice.Fork(), Tally);
    }

    public Trace Trace { get; }

    public Tally Tally { get; } = new();

    public abstract IReadOnlyList<string> Violations { get; }

    protected Dice Dice { get; }

    protected Schedule Schedule { get; }

    protected WorldTime Time { get; }

    protected Weather Weather { get; }

    protected abstract Surroundings Surroundings { get; }

    protected IReadOnlyList<SimulatedHost> Hosts => _hosts;

    /// <summary>Whether the next process is on its way.</summary>
    protected bool IsStarting => _starting;

    protected SimulatedHost? Active => _hosts.Find(static host => host.IsWriter && host.Process.Life == Life.Running);

    public abstract void Run();

    public void Dispose()
    {
        foreach (var host in _hosts)
        {
            host.Process.Crash();
            host.Dispose();
        }
    }

    protected void StartHost()
    {
        _starting = false;
        var host = new SimulatedHost(Surroundings, _hosts.Count + 1);
        _hosts.Add(host);
        Trace.Add(Time.Now, host.Process.Number, "host starts", null, host.Epoch);
        Started(host);
    }

    protected virtual void Started(SimulatedHost host)
    {
    }

    protected void RunOne()
    {
        var (owner, what) = Schedule.RunOne();
        Trace.AddSilently(owner?.Number ?? 0, what);
    }

    protected void Crash(TimeSpan awayFor)
    {
        if (Active is not { } host)
            return;
        Tally.Fault("crash");
        Trace.Add(Time.Now, host.Process.Number, "CRASH");
        host.Process.Crash();
        StartIn(awayFor);
    }

    /// <summary>The operating system stops a process; another takes over once the lease is free, and later the first one goes on.</summary>
    protected void Pause()
    {
        if (Active is not { } host)
            return;
        Tally.Fault("pause");
        Trace.Add(Time.Now, host.Process.Number, "PAUSE");
        host.Process.Pause();
        var free = TimeSpan.FromSeconds(3);
        StartIn(Dice.Between(free, free * 2));
        Time.After(Dice.Between(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(20)), "", _ => Resume(host));
    }

    protected void Resume(SimulatedHost host)
    {
        if (host.Process.Life != Life.Paused)
            return;
        Trace.Add(Time.Now, host.Process.Number, host.IsWriter ? "goes on" : "goes on as a zombie");
        if (!host.IsWriter)
            Tally.Fault("zombie");
        host.Process.Resume();
    }

    /// <summary>A process that had to let go of the lease waits for it, with all that it remembers.</summary>
    private void TakeOver(SimulatedHost standby)
    {
        _starting = false;
        Tally.Fault("lease regained");
        standby.Lease.Take();
        Trace.Add(Time.Now, standby.Process.Number, "is the writer again", null, standby.Epoch);
    }

    private void StartIn(TimeSpan wait)
    {
        if (_starting)
            return;
        _starting = true;
        Time.After(wait, "", _ =>
        {
            // It went on before the lease was free.
            if (Active is not null)
                _starting = false;
            else if (_hosts.Find(static host => host.Process.Life == Life.Running && host.Lease.Epoch == 0) is { } standby && Dice.PerMille(500))
                TakeOver(standby);
            else
                StartHost();
        });
    }
}

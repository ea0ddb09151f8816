using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
using Vespid.Tests.Simulation.Outside;

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

    public IReadOnlyList<string> Violations => Ledger.Violations;

    protected Dice Dice { get; }

    protected Schedule Schedule { get; }

    protected WorldTime Time { get; }

    protected Weather Weather { get; }

    protected abstract Surroundings Surroundings { get; }

    protected abstract Ledger Ledger { get; }

    /// <summary>More steps than any run takes that comes to rest.</summary>
    protected abstract long MostSteps { get; }

    protected IReadOnlyList<SimulatedHost> Hosts => _hosts;

    /// <summary>Since when nothing goes wrong any more; null as long as it may.</summary>
    protected TimeSpan? DrainingSince { get; private set; }

    /// <summary>Whether a process writes and its lanes are empty.</summary>
    protected bool IsIdle => !_starting && Active is not null && Surroundings.Store.OpenLanes.Values.All(static lane => lane.Count == 0);

    protected SimulatedHost? Active => _hosts.Find(static host => host.IsWriter && host.Process.Life == Life.Running);

    public virtual void Run()
    {
        StartHost();
        Begin();
        while (Violations.Count == 0 && Step())
        {
            if (Trace.Steps + Trace.Silent > MostSteps)
                Ledger.Violated("The run takes too many steps.");
        }

        if (Violations.Count == 0)
            Close();
        Tally.Count("steps", Trace.Steps + Trace.Silent);
        Tally.Count("hosts", Hosts.Count);
    }

    public void Dispose()
    {
        foreach (var host in _hosts)
        {
            host.Process.Crash();
            host.Dispose();
        }
    }

    /// <summary>The first process is there.</summary>
    protected virtual void Begin()
    {
    }

    /// <returns>Whether there is more to come.</returns>
    protected abstract bool Step();

    /// <summary>Checks what can be checked only at the end.</summary>
    protected abstract void Close();

    /// <summary>Ends all that goes wrong.</summary>
    protected abstract void Calm();

    /// <summary>From here on nothing goes wrong any more.</summary>
    protected void BeginDrain()
    {
        Trace.Add(Time.Now, 0, "the weather clears for good");
        DrainingSince = Time.Now;
        Weather.Clear();
        Calm();
        foreach (var host in _hosts)
            Resume(host);
    }

    private void StartHost()
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

    private void Resume(SimulatedHost host)
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

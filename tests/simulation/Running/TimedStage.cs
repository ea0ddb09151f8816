using Vespid.Tests.Simulation.Machine;

namespace Vespid.Tests.Simulation.Running;

/// <summary>A run by the clock: what goes wrong is planned for some time of it, and time goes on when nothing else can happen.</summary>
internal abstract class TimedStage(ulong seed, TextWriter? live) : Stage(new Dice(seed), live)
{
    private int? _stepsUntilCrash;

    /// <summary>How long things go wrong.</summary>
    protected abstract TimeSpan Lasts { get; }

    /// <summary>How long it may take after that until all is at rest.</summary>
    protected abstract TimeSpan LongestDrain { get; }

    public override void Run()
    {
        base.Run();
        Tally.Count("simulated minutes", (long)Time.Now.TotalMinutes);
    }

    /// <summary>What happens, and when.</summary>
    protected abstract void Plan();

    /// <summary>Whether all is done that was still to be done.</summary>
    protected abstract bool IsAtRest();

    protected override void Begin()
    {
        Plan();
        Time.After(Lasts, "", _ => BeginDrain());
    }

    protected override bool Step()
    {
        if (!Schedule.IsEmpty)
        {
            if (_stepsUntilCrash is { } left && (_stepsUntilCrash = left - 1) == 0)
                CrashNow();
            else
                RunOne();
            return true;
        }

        if (DrainingSince is { } since && (IsAtRest() || Time.Now - since > LongestDrain))
            return false;
        if (Time.NextDue is { } due)
            Time.AdvanceTo(due);
        return true;
    }

    protected override void Calm() => _stepsUntilCrash = null;

    protected void Anytime(int times, Action happen)
    {
        for (var i = 0; i < times; i++)
        {
            Time.After(Dice.Between(TimeSpan.FromMinutes(1), Lasts), "", _ =>
            {
                if (DrainingSince is null)
                    happen();
            });
        }
    }

    /// <summary>Some steps from now.</summary>
    protected void CrashWithin(int steps) => _stepsUntilCrash = 1 + Dice.Below(steps);

    protected void CrashNow()
    {
        _stepsUntilCrash = null;
        CrashWriter();
    }

    /// <summary>Mostly the next one starts soon.</summary>
    protected virtual void CrashWriter() =>
        Crash(Dice.PerMille(800) ? Dice.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(20)) : Dice.Between(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5)));

    protected void DatabaseStorm(Action? ended = null)
    {
        Weather.Writes = Dice.Of(50, 300);
        Weather.Reads = Dice.Of(0, 50, 200);
        Weather.Signals = Dice.Of(0, 300, 1000);
        Time.After(Dice.Between(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2)), "", _ =>
        {
            Weather.Clear();
            ended?.Invoke();
        });
    }
}

using Npgsql;
using Vespid.Storage.Commits;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>How often things go wrong now, in a thousand.</summary>
internal sealed class Weather(Dice dice, Tally tally)
{
    public int Writes { get; set; }

    public int Reads { get; set; }

    public int Sends { get; set; }

    /// <summary>Wakes after a commit, and notices of a changed account, that never come.</summary>
    public int Signals { get; set; }

    public void Clear() => Writes = Reads = Sends = Signals = 0;

    public CommitTrouble OfWrite()
    {
        if (!dice.PerMille(Writes))
            return CommitTrouble.None;
        var trouble = (CommitTrouble)(1 + dice.Below(4));
        tally.Fault("commit " + trouble switch
        {
            CommitTrouble.Away => "away",
            CommitTrouble.LostBefore => "lost before",
            CommitTrouble.LostAfter => "lost after",
            _ => "slow",
        });
        return trouble;
    }

    /// <exception cref="NpgsqlException">The read fails.</exception>
    public void OfRead()
    {
        if (!dice.PerMille(Reads))
            return;
        tally.Fault("read");
        throw new NpgsqlException("The simulated connection broke.");
    }

    public bool LosesSignal()
    {
        if (!dice.PerMille(Signals))
            return false;
        tally.Fault("signal lost");
        return true;
    }

    /// <summary>A write that is no commit: either of the outcomes that a caller cannot tell from each other.</summary>
    public T Write<T>(Func<T> write)
    {
        switch (OfWrite())
        {
            case CommitTrouble.Away:
                throw new CommitUnavailableException("The simulated database is away.");
            case CommitTrouble.LostBefore:
                throw new CommitOutcomeUnknownException("The simulated connection was lost.");
            case CommitTrouble.LostAfter or CommitTrouble.Slow:
                write();
                throw new CommitOutcomeUnknownException("The simulated connection was lost.");
            default:
                return write();
        }
    }
}

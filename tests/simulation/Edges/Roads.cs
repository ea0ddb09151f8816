using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>What happens to a report on its way, and to its answer.</summary>
internal sealed class Roads(Dice dice, Tally tally)
{
    /// <summary>Reports and answers that get lost, in a thousand.</summary>
    public int Losses { get; set; }

    /// <summary>Reports that arrive again, in a thousand.</summary>
    public int Repeats { get; set; }

    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    public void Clear()
    {
        (Losses, Repeats) = (0, 0);
        LongestDelay = TimeSpan.FromMilliseconds(200);
    }

    public bool Loses(EdgeSite site, string what)
    {
        if (!site.IsCutOff && !dice.PerMille(Losses))
            return false;
        tally.Fault(what);
        return true;
    }

    public bool Doubles()
    {
        if (!dice.PerMille(Repeats))
            return false;
        tally.Fault("report repeated");
        return true;
    }

    public TimeSpan Delay()
    {
        var delay = dice.Between(TimeSpan.FromMilliseconds(5), LongestDelay);
        if (delay > TimeSpan.FromSeconds(2))
            tally.Fault("report delayed");
        return delay;
    }

    public TimeSpan Straying() => dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(90));
}

using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Memory;

namespace Vespid.Tests.Simulation.Outside;

/// <summary>One attempt to send an entry.</summary>
internal sealed class Attempt(EntryRecord entry, SimulatedHost by, int redrives)
{
    public EntryRecord Entry => entry;

    public SimulatedHost By => by;

    /// <summary>How often somebody had ordered the entry to be sent again by then.</summary>
    public int Redrives => redrives;

    /// <summary>The receiver took it.</summary>
    public bool IsTaken { get; set; }

    /// <summary>The sender was told that it was taken.</summary>
    public bool IsAnswered { get; set; }
}

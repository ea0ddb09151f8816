using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Memory;

namespace Vespid.Tests.Simulation.Outside;

/// <summary>One attempt to send an entry.</summary>
internal sealed class Attempt(EntryRecord entry, SimulatedHost by)
{
    public EntryRecord Entry => entry;

    public SimulatedHost By => by;

    /// <summary>The receiver took it.</summary>
    public bool IsTaken { get; set; }

    /// <summary>The sender was told that it was taken.</summary>
    public bool IsAnswered { get; set; }
}

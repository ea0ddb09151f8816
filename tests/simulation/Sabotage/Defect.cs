using Vespid.Storage.Commits;
using Vespid.Storage.Lease;
using Vespid.Tests.Simulation.Hosts;

namespace Vespid.Tests.Simulation.Sabotage;

/// <summary>A bug put into the hosts on purpose, to see that the simulation finds it. This one is none.</summary>
internal class Defect
{
    public static Defect None { get; } = new();

    public virtual string Name => "none";

    /// <summary>Whether the store takes writes of old epochs.</summary>
    public virtual bool FenceIsOpen => false;

    public virtual ICommitLog Log(ICommitLog log, SimulatedHost host, Surroundings surroundings) => log;

    public virtual IWriterLease Lease(IWriterLease lease) => lease;
}

namespace Vespid.Tests.Simulation.Sabotage;

/// <summary>Writes do not check the epoch.</summary>
internal sealed class LeavesTheFenceOpen : Defect
{
    public override string Name => "leaves the fence open";

    public override bool FenceIsOpen => true;
}

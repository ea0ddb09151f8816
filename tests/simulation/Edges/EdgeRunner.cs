using Vespid.Tests.Simulation.Running;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>Runs seeds of the simulation of edges.</summary>
internal static class EdgeRunner
{
    public static RunResult RunOne(ulong seed, Defect? defect = null, TextWriter? live = null) =>
        Runner.RunOne(seed, () => new EdgeWorld(seed, defect ?? Defect.None, live)) with { Options = "--edges " };
}

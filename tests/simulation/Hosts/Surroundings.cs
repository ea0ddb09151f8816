using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Channels;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
using Vespid.Tests.Simulation.Outside;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.Hosts;

/// <summary>What every process of a run shares.</summary>
internal sealed record Surroundings
{
    public required Schedule Schedule { get; init; }

    public required WorldTime Time { get; init; }

    public required Wire Wire { get; init; }

    public required Dice Dice { get; init; }

    public required IChance Chance { get; init; }

    public required Store Store { get; init; }

    public required IStoreWatch Watch { get; init; }

    public required Weather Weather { get; init; }

    public required SimulatedFlags Flags { get; init; }

    public required Receivers Receivers { get; init; }

    public required Defect Defect { get; init; }

    public required Action<ChannelRuntimeOptions> Configure { get; init; }
}

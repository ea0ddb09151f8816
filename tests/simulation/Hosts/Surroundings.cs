using Microsoft.Extensions.DependencyInjection;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Channels;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
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

    /// <summary>Where the requests of a process end.</summary>
    public required Func<SimulatedHost, HttpMessageHandler> Network { get; init; }

    /// <summary>Starts what a process does now and then.</summary>
    public required Action<SimulatedHost> Keeps { get; init; }

    public required Defect Defect { get; init; }

    public required Action<ChannelRuntimeOptions> Configure { get; init; }

    /// <summary>What a process has besides.</summary>
    public Action<IServiceCollection> Compose { get; init; } = static _ => { };
}

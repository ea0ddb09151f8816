using Vespid.Tests.Simulation.Machine;

namespace Vespid.Tests.Simulation.Running;

/// <summary>How a run is laid out; drawn from its seed.</summary>
internal sealed record Settings
{
    public required int Letters { get; init; }

    public required int Crashes { get; init; }

    public required int Pauses { get; init; }

    public required string[] AgentKinds { get; init; }

    public required int StoredRefusalsPerMinute { get; init; }

    public required bool PairingNotice { get; init; }

    public required TimeSpan TimeToLive { get; init; }

    public required int Storms { get; init; }

    public static Settings Draw(Dice dice) => new()
    {
        Letters = 6 + dice.Below(18),
        Crashes = dice.Below(5),
        Pauses = dice.Below(3),
        AgentKinds = [dice.Of("echo", "push", "pull", "none"), dice.Of("echo", "push", "pull")],
        StoredRefusalsPerMinute = dice.Of(2, 600),
        PairingNotice = dice.PerMille(500),
        TimeToLive = dice.Of(TimeSpan.FromMinutes(1), TimeSpan.FromHours(24)),
        Storms = 1 + dice.Below(4),
    };
}

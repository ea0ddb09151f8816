using Vespid.Tests.Simulation.Machine;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>How a run of edges is laid out; drawn from its seed.</summary>
internal sealed record EdgeSettings
{
    public const int Edges = 200;

    public static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    public static readonly string[] Regions = ["pl-waw", "de-fra", "fi-hel", "kz-ala", "tr-ist"];

    public required int Crashes { get; init; }

    public required int Pauses { get; init; }

    public required int DatabaseStorms { get; init; }

    public required int RoadStorms { get; init; }

    public required int MailStorms { get; init; }

    /// <summary>Outages of single upstreams.</summary>
    public required int Outages { get; init; }

    /// <summary>Outages of all upstreams of an edge.</summary>
    public required int Falls { get; init; }

    public required int Flapping { get; init; }

    /// <summary>Hosts that go away, or lose their way to us.</summary>
    public required int Absences { get; init; }

    public required int BadMetrics { get; init; }

    /// <summary>Regions that fall as a whole.</summary>
    public required int RegionFalls { get; init; }

    public required int Silences { get; init; }

    public static EdgeSettings Draw(Dice dice) => new()
    {
        Crashes = 4 + dice.Below(10),
        Pauses = dice.Below(4),
        DatabaseStorms = dice.Below(5),
        RoadStorms = 1 + dice.Below(4),
        MailStorms = 1 + dice.Below(4),
        Outages = 60 + dice.Below(120),
        Falls = 5 + dice.Below(25),
        Flapping = 2 + dice.Below(8),
        Absences = 2 + dice.Below(12),
        BadMetrics = 4 + dice.Below(12),
        RegionFalls = dice.PerMille(400) ? 1 : 0,
        Silences = dice.Below(4),
    };
}

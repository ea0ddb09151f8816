namespace Vespid.Grains.Edges;

/// <summary>How far a catalog has come.</summary>
public sealed record FleetState
{
    public const string First = "first";
    public const string Tenth = "tenth";
    public const string All = "all";

    public long Version { get; init; }

    /// <summary><c>first</c>, <c>tenth</c> or <c>all</c>.</summary>
    public string Stage { get; init; } = All;

    public DateTimeOffset? StageSince { get; init; }

    /// <summary>The edge that gets it before all others.</summary>
    public string? FirstNode { get; init; }

    public bool Halted { get; init; }

    public string? Reason { get; init; }
}

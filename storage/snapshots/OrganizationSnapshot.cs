using System.Collections.Immutable;

namespace Vespid.Storage.Snapshots;

/// <summary>What the hot path knows of an organisation.</summary>
public sealed record OrganizationSnapshot
{
    public required Guid Id { get; init; }

    public required long Version { get; init; }

    /// <summary>Off for organisations that the roll-out has not reached.</summary>
    public required bool ChannelRuntimeEnabled { get; init; }

    /// <summary><c>none</c>, <c>echo</c>, <c>pull</c> or <c>push</c>.</summary>
    public required string AgentKind { get; init; }

    /// <summary>Runs a calendar month; null is unlimited.</summary>
    public int? MonthlyRunLimit { get; init; }

    /// <summary>Runs queued or running at once; null is unlimited.</summary>
    public int? InflightRunLimit { get; init; }

    /// <summary>Triggers of all published workflows.</summary>
    public required ImmutableArray<ChannelTrigger> Triggers { get; init; }
}

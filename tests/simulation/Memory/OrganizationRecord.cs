using System.Collections.Immutable;
using Vespid.Storage.Snapshots;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>An organisation with the triggers of its published workflows.</summary>
internal sealed class OrganizationRecord(Guid id)
{
    public Guid Id => id;

    public long Version { get; set; } = 1;

    public bool ChannelRuntimeEnabled { get; set; } = true;

    public string AgentKind { get; set; } = "echo";

    public string? AgentEndpoint { get; set; }

    public int? InflightRunLimit { get; set; }

    public ImmutableArray<ChannelTrigger> Triggers { get; set; } = [];

    public OrganizationSnapshot Snapshot() => new()
    {
        Id = id,
        Version = Version,
        ChannelRuntimeEnabled = ChannelRuntimeEnabled,
        AgentKind = AgentKind,
        InflightRunLimit = InflightRunLimit,
        Triggers = Triggers,
    };
}

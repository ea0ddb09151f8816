using System.Collections.Immutable;

namespace Vespid.GrainInterfaces.Edges;

/// <summary>What is known of an edge now.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.edge-view")]
public sealed record EdgeView
{
    [Id(0)]
    public required string NodeId { get; init; }

    [Id(1)]
    public required Guid OrganizationId { get; init; }

    [Id(2)]
    public required string PartnerId { get; init; }

    [Id(3)]
    public required string Label { get; init; }

    [Id(4)]
    public required string Liveness { get; init; }

    [Id(5)]
    public required string Verdict { get; init; }

    [Id(6)]
    public required DateTimeOffset? LastSeenAt { get; init; }

    [Id(7)]
    public required ImmutableArray<UpstreamView> Upstreams { get; init; }

    [Id(8)]
    public required ImmutableArray<ChannelView> Channels { get; init; }

    [Id(9)]
    public required ImmutableArray<ProbeView> Probes { get; init; }

    [Id(10)]
    public required ImmutableArray<IncidentView> Incidents { get; init; }

    [Id(11)]
    public required ImmutableArray<EdgeCommand> Commands { get; init; }

    [Id(12)]
    public required EpochView Epochs { get; init; }

    [Id(13)]
    public string? AgentVersion { get; init; }

    [Id(14)]
    public string? KeysVersion { get; init; }

    [Id(15)]
    public string? ChannelsVersion { get; init; }
}

/// <summary>An upstream.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.upstream-view")]
public sealed record UpstreamView(
    [property: Id(0)] string Name, [property: Id(1)] string? Channel, [property: Id(2)] bool Expected, [property: Id(3)] string State,
    [property: Id(4)] DateTimeOffset Since, [property: Id(5)] bool Flapping);

/// <summary>A channel by the status file.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.channel-view")]
public sealed record ChannelView([property: Id(0)] string Name, [property: Id(1)] string Status, [property: Id(2)] string Class, [property: Id(3)] DateTimeOffset Since);

/// <summary>A probe.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.probe-view")]
public sealed record ProbeView([property: Id(0)] string Channel, [property: Id(1)] bool Failing, [property: Id(2)] int? RttMs, [property: Id(3)] DateTimeOffset? ProbedAt);

/// <summary>An open trouble.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.incident-view")]
public sealed record IncidentView(
    [property: Id(0)] Guid Id, [property: Id(1)] string Alert, [property: Id(2)] string Severity, [property: Id(3)] string Subject, [property: Id(4)] DateTimeOffset Since);

/// <summary>Epochs of the configuration.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.epoch-view")]
public sealed record EpochView([property: Id(0)] long Desired, [property: Id(1)] long Issued, [property: Id(2)] long Applied, [property: Id(3)] string? Error);

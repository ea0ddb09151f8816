using System.Collections.Immutable;
using Vespid.GrainInterfaces.Edges;

namespace Vespid.Grains.Edges;

/// <summary>
/// What an edge's grain remembers. Counts on the way to a threshold are in it too, but alone they are no reason to write: what was written last is
/// what was decided last.
/// </summary>
public sealed record EdgeState
{
    /// <summary>Boot that reports.</summary>
    public string? BootId { get; init; }

    /// <summary>Its highest number.</summary>
    public long Seq { get; init; }

    /// <summary>Which of the 64 numbers up to <see cref="Seq"/> were seen; bit 0 is <see cref="Seq"/>.</summary>
    public ulong SeenMask { get; init; }

    /// <summary>Boots before it, newest last.</summary>
    public ImmutableArray<EdgeBoot> EarlierBoots { get; init; } = [];

    /// <summary>When two hosts were last seen to take turns.</summary>
    public DateTimeOffset? AlternatedAt { get; init; }

    public DateTimeOffset? LastReportAt { get; init; }

    /// <summary>By the edge's clock.</summary>
    public DateTimeOffset? LastSentAt { get; init; }

    public int IntervalSeconds { get; init; } = 60;

    /// <summary>How often an operator wants it to report; null leaves that to the deployment.</summary>
    public int? WantedIntervalSeconds { get; init; }

    /// <summary><c>registered</c>, <c>online</c>, <c>late</c>, <c>stale</c>, <c>silent</c>.</summary>
    public string Liveness { get; init; } = "registered";

    /// <summary>It said that it stops; until then its silence is no news.</summary>
    public DateTimeOffset? PlannedUntil { get; init; }

    public ImmutableSortedDictionary<string, UpstreamState> Upstreams { get; init; } = ImmutableSortedDictionary<string, UpstreamState>.Empty;

    public ImmutableSortedDictionary<string, ChannelState> Channels { get; init; } = ImmutableSortedDictionary<string, ChannelState>.Empty;

    public ImmutableSortedDictionary<string, ProbeState> Probes { get; init; } = ImmutableSortedDictionary<string, ProbeState>.Empty;

    /// <summary>By channel and prober.</summary>
    public ImmutableSortedDictionary<string, PeerState> Peers { get; init; } = ImmutableSortedDictionary<string, PeerState>.Empty;

    /// <summary>Failed scrapes in a row.</summary>
    public int MetricsFailures { get; init; }

    /// <summary>Open troubles by key.</summary>
    public ImmutableSortedDictionary<string, EdgeIncident> Incidents { get; init; } = ImmutableSortedDictionary<string, EdgeIncident>.Empty;

    public ImmutableArray<EdgeCommand> Commands { get; init; } = [];

    public long LastCommand { get; init; }

    public long EpochDesired { get; init; } = 1;

    public long EpochIssued { get; init; }

    public long EpochApplied { get; init; }

    public DateTimeOffset? EpochIssuedAt { get; init; }

    public string? EpochError { get; init; }

    /// <summary>Catalog that the desired epoch was made from.</summary>
    public long CatalogVersion { get; init; }

    public DateTimeOffset? EpochAppliedAt { get; init; }

    public string? InstallerVersion { get; init; }

    /// <summary>Port of its naive client.</summary>
    public string NaivePort { get; init; } = UpstreamChannels.DefaultNaivePort;

    public string? AgentVersion { get; init; }

    public string? KeysVersion { get; init; }

    public string? ChannelsVersion { get; init; }

    public DateTimeOffset? SkewNotedAt { get; init; }

    public DateTimeOffset? RejectedNotedAt { get; init; }
}

/// <summary>A boot that reported before.</summary>
public sealed record EdgeBoot(string BootId, long Seq, DateTimeOffset LastAt);

/// <summary>An upstream.</summary>
public sealed record UpstreamState
{
    /// <summary><c>unknown</c>, <c>healthy</c>, <c>unhealthy</c> or <c>absent</c>.</summary>
    public string State { get; init; } = "unknown";

    public DateTimeOffset Since { get; init; }

    /// <summary>What it was before it was absent.</summary>
    public string? Before { get; init; }

    /// <summary>Whether it was ever healthy.</summary>
    public bool WasHealthy { get; init; }

    /// <summary>Samples in a row that say otherwise.</summary>
    public int Otherwise { get; init; }

    /// <summary>Good scrapes in a row without it.</summary>
    public int Missing { get; init; }

    /// <summary>Its latest transitions, oldest first.</summary>
    public ImmutableArray<DateTimeOffset> Transitions { get; init; } = [];

    public DateTimeOffset? FlappingSince { get; init; }

    /// <summary>Transitions since it flaps.</summary>
    public int Flaps { get; init; }
}

/// <summary>A channel by the status file.</summary>
public sealed record ChannelState(string Status, DateTimeOffset Since);

/// <summary>A probe.</summary>
public sealed record ProbeState(int Bad, int Good, bool Failing, int? RttMs, DateTimeOffset? ProbedAt);

/// <summary>What one prober saw of one channel.</summary>
public sealed record PeerState(string Channel, string Prober, int Bad, DateTimeOffset LastAt);

/// <summary>An open trouble.</summary>
public sealed record EdgeIncident(Guid Id, string Alert, string Severity, string Subject, DateTimeOffset Since);

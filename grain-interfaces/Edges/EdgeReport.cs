using System.Collections.Immutable;

namespace Vespid.GrainInterfaces.Edges;

/// <summary>A batch report of an agent. Texts are raw: the server parses them.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.edge-report")]
public sealed record EdgeReport
{
    /// <summary>Highest version of the report that is understood.</summary>
    public const int LatestSchema = 1;

    [Id(0)]
    public int Schema { get; init; } = LatestSchema;

    /// <summary>Counts the reports of one boot, upwards.</summary>
    [Id(1)]
    public long Seq { get; init; }

    [Id(2)]
    public string BootId { get; init; } = "";

    /// <summary>The edge's clock.</summary>
    [Id(3)]
    public DateTimeOffset? SentAt { get; init; }

    /// <summary><c>start</c>, <c>tick</c>, <c>change</c>, <c>stop</c> or <c>manual</c>; another word counts as <c>tick</c>.</summary>
    [Id(4)]
    public string Reason { get; init; } = "tick";

    /// <summary>Seconds between its reports.</summary>
    [Id(5)]
    public int? IntervalSeconds { get; init; }

    [Id(6)]
    public string? AgentVersion { get; init; }

    /// <summary>Null keeps the one known.</summary>
    [Id(7)]
    public string? InstallerVersion { get; init; }

    [Id(8)]
    public bool? ServiceActive { get; init; }

    [Id(9)]
    public long? EpochApplied { get; init; }

    [Id(10)]
    public string? KeysVersion { get; init; }

    [Id(11)]
    public string? ChannelsVersion { get; init; }

    /// <summary>Scrape of the proxy's metrics; null when the report has none.</summary>
    [Id(12)]
    public MetricsSample? Upstreams { get; init; }

    /// <summary>Text of <c>channels-status.env</c>; null when the report has none or the file could not be read.</summary>
    [Id(13)]
    public string? Channels { get; init; }

    [Id(14)]
    public ImmutableArray<ChannelProbe> Probes { get; init; } = [];

    /// <summary>Subjects that self-healing has given up on.</summary>
    [Id(15)]
    public ImmutableArray<string> GivenUp { get; init; } = [];

    /// <summary>Alerts that the edge itself could not deliver.</summary>
    [Id(16)]
    public int Undelivered { get; init; }

    /// <summary>Ids of commands that it has carried out.</summary>
    [Id(17)]
    public ImmutableArray<string> CommandsDone { get; init; } = [];
}

/// <summary>One scrape.</summary>
/// <param name="Ok">Whether there is a text; a failed scrape changes nothing but its own count.</param>
/// <param name="HttpStatus">Of the metrics endpoint, when it answered.</param>
/// <param name="SampledAt">The edge's clock.</param>
/// <param name="Text">Prometheus text, at most 256 KiB.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.metrics-sample")]
public sealed record MetricsSample([property: Id(0)] bool Ok, [property: Id(1)] int? HttpStatus, [property: Id(2)] DateTimeOffset? SampledAt, [property: Id(3)] string Text);

/// <summary>An end-to-end probe of a channel.</summary>
/// <param name="Channel"><c>ch1</c> to <c>ch5</c>, with a suffix perhaps, or <c>coturn</c>.</param>
/// <param name="HandshakeOk">Null when the agent does not say.</param>
/// <param name="RttMs">Round trip, milliseconds.</param>
/// <param name="ProbedAt">The edge's clock.</param>
/// <param name="Mode">Of a TURN probe.</param>
/// <param name="Reason">Of its failure.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.channel-probe")]
public sealed record ChannelProbe(
    [property: Id(0)] string Channel,
    [property: Id(1)] bool? HandshakeOk,
    [property: Id(2)] int? RttMs,
    [property: Id(3)] DateTimeOffset? ProbedAt,
    [property: Id(4)] string? Mode = null,
    [property: Id(5)] string? Reason = null);

/// <summary>One edge's probe of another.</summary>
/// <param name="ProberNodeId">Who looked.</param>
/// <param name="Channel"><c>coturn-tls</c> or <c>coturn-udp</c>.</param>
/// <param name="HandshakeOk">What it saw.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.peer-probe")]
public sealed record PeerProbe([property: Id(0)] string ProberNodeId, [property: Id(1)] string Channel, [property: Id(2)] bool HandshakeOk);

/// <summary>What a report is answered with.</summary>
/// <param name="Duplicate">The report was known; nothing changed.</param>
/// <param name="ServerTime">For the edge to compare its clock with.</param>
/// <param name="NextIntervalSeconds">When to come again.</param>
/// <param name="Warnings">What was not understood.</param>
/// <param name="Commands">What to do; they come again until they are named as done.</param>
/// <param name="Breaker">Whether what happens to it is told one by one.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.report-answer")]
public sealed record ReportAnswer(
    [property: Id(0)] bool Duplicate,
    [property: Id(1)] DateTimeOffset ServerTime,
    [property: Id(2)] int NextIntervalSeconds,
    [property: Id(3)] ImmutableArray<string> Warnings,
    [property: Id(4)] ImmutableArray<EdgeCommand> Commands,
    [property: Id(5)] BreakerView Breaker);

/// <summary>The circuit breaker of an edge, the worst of all its receivers; some seconds old.</summary>
/// <param name="State"><c>closed</c>, <c>open</c> or <c>half_open</c>.</param>
/// <param name="OpenedAt">Since when it is not closed.</param>
/// <param name="Notified">Messages about the edge within the window.</param>
/// <param name="Parked">Changes that were counted instead of told.</param>
/// <param name="Reason">What opened it.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.breaker-view")]
public sealed record BreakerView(
    [property: Id(0)] string State,
    [property: Id(1)] DateTimeOffset? OpenedAt = null,
    [property: Id(2)] int Notified = 0,
    [property: Id(3)] int Parked = 0,
    [property: Id(4)] string? Reason = null);

/// <summary>Something for the agent to do.</summary>
/// <param name="Id">For example <c>c-91</c>.</param>
/// <param name="Type"><c>refresh_config</c>, <c>probe_now</c>, <c>set_interval</c>, <c>hold</c>, <c>unhold</c> or <c>deregister</c>.</param>
/// <param name="Epoch">Of the configuration to fetch.</param>
/// <param name="Argument">Of the others.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.edge-command")]
public sealed record EdgeCommand([property: Id(0)] string Id, [property: Id(1)] string Type, [property: Id(2)] long? Epoch, [property: Id(3)] string? Argument);

using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>All that is known of an edge now.</summary>
internal sealed record EdgeAnswer
{
    public required string NodeId { get; init; }

    public required Guid OrganizationId { get; init; }

    public required string Label { get; init; }

    public required string PartnerId { get; init; }

    public required string Domain { get; init; }

    public required string PublicIp { get; init; }

    public required string Region { get; init; }

    public required string Liveness { get; init; }

    public required DateTimeOffset LivenessSince { get; init; }

    public required string Verdict { get; init; }

    public required DateTimeOffset? LastSeenAt { get; init; }

    public required int IntervalSeconds { get; init; }

    public required long EpochDesired { get; init; }

    public required long EpochIssued { get; init; }

    public required long EpochApplied { get; init; }

    /// <summary>What the edge said of an epoch that it did not apply.</summary>
    public required string? EpochError { get; init; }

    public required bool Held { get; init; }

    public required string? HoldReason { get; init; }

    public required int UpstreamsHealthy { get; init; }

    public required int UpstreamsExpected { get; init; }

    public required IReadOnlyList<UpstreamAnswer> Upstreams { get; init; }

    public required IReadOnlyList<ChannelAnswer> Channels { get; init; }

    public required IReadOnlyList<ProbeAnswer> Probes { get; init; }

    public required IReadOnlyList<OpenIncidentAnswer> Incidents { get; init; }

    public required IReadOnlyList<CommandItemAnswer> Commands { get; init; }

    public required VersionsAnswer Versions { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? RetiredAt { get; init; }

    /// <param name="edge">Its row, which lags behind by some seconds.</param>
    /// <param name="view">What its grain knows; null when it has left.</param>
    /// <param name="acknowledged">Incidents that somebody looks after.</param>
    public static EdgeAnswer From(EdgeItem edge, EdgeView? view, IReadOnlyList<Guid> acknowledged) => new()
    {
        NodeId = edge.NodeId,
        OrganizationId = edge.OrganizationId,
        Label = edge.Label,
        PartnerId = edge.PartnerId,
        Domain = edge.Domain,
        PublicIp = edge.PublicIp,
        Region = edge.Region,
        Liveness = edge.RetiredAt is null && view is not null ? view.Liveness : edge.Liveness,
        LivenessSince = edge.LivenessSince,
        Verdict = view?.Verdict ?? edge.Verdict,
        LastSeenAt = view?.LastSeenAt ?? edge.LastSeenAt,
        IntervalSeconds = edge.IntervalSeconds,
        EpochDesired = view?.Epochs.Desired ?? edge.EpochDesired,
        EpochIssued = view?.Epochs.Issued ?? edge.EpochIssued,
        EpochApplied = view?.Epochs.Applied ?? edge.EpochApplied,
        EpochError = view?.Epochs.Error,
        Held = edge.Held,
        HoldReason = edge.HoldReason,
        UpstreamsHealthy = view?.Upstreams.Count(upstream => upstream is { Expected: true, State: "healthy" }) ?? edge.UpstreamsHealthy,
        UpstreamsExpected = view?.Upstreams.Count(upstream => upstream.Expected) ?? edge.UpstreamsExpected,
        Upstreams = [.. view?.Upstreams.Select(item => new UpstreamAnswer(item.Name, item.Channel, item.Expected, item.State, item.Since, item.Flapping)) ?? []],
        Channels = [.. view?.Channels.Select(item => new ChannelAnswer(item.Name, item.Status, item.Class, item.Since)) ?? []],
        Probes = [.. view?.Probes.Select(item => new ProbeAnswer(item.Channel, item.Failing, item.RttMs, item.ProbedAt)) ?? []],
        Incidents = [.. view?.Incidents.Select(item => new OpenIncidentAnswer(item.Id, item.Alert, item.Severity, item.Subject, item.Since, acknowledged.Contains(item.Id))) ?? []],
        Commands = [.. view?.Commands.Select(item => new CommandItemAnswer(item.Id, item.Type, item.Epoch)) ?? []],
        Versions = new VersionsAnswer(edge.InstallerVersion, view?.AgentVersion ?? edge.AgentVersion, view?.KeysVersion, view?.ChannelsVersion),
        CreatedAt = edge.CreatedAt,
        RetiredAt = edge.RetiredAt,
    };
}

/// <summary>An upstream of the edge's proxy.</summary>
/// <param name="Name">Dial address.</param>
/// <param name="Channel">Channel that it belongs to, if known.</param>
/// <param name="Expected">Whether it counts: it does when its channel is active.</param>
/// <param name="State"><c>unknown</c>, <c>healthy</c>, <c>unhealthy</c> or <c>absent</c>.</param>
internal sealed record UpstreamAnswer(string Name, string? Channel, bool Expected, string State, DateTimeOffset Since, bool Flapping);

/// <summary>A channel by the edge's status file.</summary>
internal sealed record ChannelAnswer(string Name, string Status, string Class, DateTimeOffset Since);

/// <summary>An end-to-end probe of a channel.</summary>
internal sealed record ProbeAnswer(string Channel, bool Failing, int? RttMs, DateTimeOffset? ProbedAt);

/// <summary>A trouble that goes on.</summary>
internal sealed record OpenIncidentAnswer(Guid Id, string Alert, string Severity, string Subject, DateTimeOffset Since, bool Acknowledged);

/// <summary>A command that the edge has not carried out yet.</summary>
internal sealed record CommandItemAnswer(string Id, string Type, long? Epoch);

/// <summary>What runs there.</summary>
internal sealed record VersionsAnswer(string? Installer, string? Agent, string? Keys, string? Channels);

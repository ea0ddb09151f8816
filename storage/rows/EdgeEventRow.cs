using Vespid.Storage.Commits;

namespace Vespid.Storage.Rows;

/// <summary>
/// Appends to <c>edge_events</c>, and with <see cref="Alert"/> set opens an account at each receiver that covers the edge, in the same
/// statement. A repeat of the same id changes nothing.
/// </summary>
public sealed record EdgeEventRow : CommitRow
{
    /// <summary>UUIDv7: the order of an edge's events.</summary>
    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required string PartnerId { get; init; }

    public required string NodeId { get; init; }

    /// <summary>What messages call the edge.</summary>
    public required string Label { get; init; }

    public required string Region { get; init; }

    /// <summary><c>transition</c>, <c>channel</c>, <c>liveness</c>, …</summary>
    public required string Type { get; init; }

    /// <summary>Word of the alert taxonomy; null for history only. With it severity, key and text are required.</summary>
    public string? Alert { get; init; }

    /// <summary><c>info</c>, <c>warn</c> or <c>critical</c>.</summary>
    public string? Severity { get; init; }

    /// <summary>What has an interval of its own: node, what and subject.</summary>
    public string? Key { get; init; }

    /// <summary>Upstream, channel or the like.</summary>
    public string? Subject { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    /// <summary>Whether a trouble begins.</summary>
    public bool Firing { get; init; }

    /// <summary>The event that began the trouble; its own id when it does.</summary>
    public Guid? IncidentId { get; init; }

    /// <summary>One of many of a flapping upstream.</summary>
    public bool Flapping { get; init; }

    /// <summary>Why nobody is to be told: <c>hold</c>.</summary>
    public string? Muted { get; init; }

    /// <summary>First line of the message.</summary>
    public string? Text { get; init; }

    /// <summary>JSON object.</summary>
    public string? Details { get; init; }

    /// <summary>Report it came with.</summary>
    public long? ReportSeq { get; init; }

    /// <summary>When it was seen; the delay of its alert counts from here.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}

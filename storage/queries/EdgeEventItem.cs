namespace Vespid.Storage.Queries;

/// <summary>An event of an edge's history.</summary>
public sealed record EdgeEventItem
{
    public required Guid Id { get; init; }

    public required string NodeId { get; init; }

    public required Guid OrganizationId { get; init; }

    public required string PartnerId { get; init; }

    public required string Label { get; init; }

    public required string Region { get; init; }

    public required string Type { get; init; }

    /// <summary>Word of the alert taxonomy; null for what nobody is told of.</summary>
    public string? Alert { get; init; }

    public string? Severity { get; init; }

    public string? Subject { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public required bool Firing { get; init; }

    public Guid? IncidentId { get; init; }

    public required bool Flapping { get; init; }

    /// <summary>Why nobody is told.</summary>
    public string? Muted { get; init; }

    public string? Text { get; init; }

    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>When it was committed.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

namespace Vespid.Storage.Edges;

/// <summary>An event that a receiver has to account for.</summary>
public sealed record AlertEvent
{
    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required string PartnerId { get; init; }

    public required string NodeId { get; init; }

    public required string Label { get; init; }

    public required string Region { get; init; }

    public required string Alert { get; init; }

    /// <summary><c>info</c>, <c>warn</c> or <c>critical</c>.</summary>
    public required string Severity { get; init; }

    public required string Key { get; init; }

    public string? Subject { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public required bool Firing { get; init; }

    public Guid? IncidentId { get; init; }

    public bool Flapping { get; init; }

    public string? Muted { get; init; }

    public required string Text { get; init; }

    /// <summary>JSON object, or null.</summary>
    public string? Details { get; init; }

    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>When it was committed.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it was looked at and put off.</summary>
    public bool Deferred { get; init; }

    /// <summary>Why it was put off.</summary>
    public string? Reason { get; init; }
}

using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Adds a silence.</summary>
public sealed record SilenceInsert : CommitRow
{
    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required string Kind { get; init; }

    public string? PartnerId { get; init; }

    public string? NodeId { get; init; }

    public string? Region { get; init; }

    public string? Alert { get; init; }

    public string? Subject { get; init; }

    public string? Severity { get; init; }

    public required string Reason { get; init; }

    public required string Author { get; init; }

    /// <summary>Null for now.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public required string Repeat { get; init; }
}

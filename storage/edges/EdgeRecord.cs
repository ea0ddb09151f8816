namespace Vespid.Storage.Edges;

/// <summary>A row of <c>edges</c>, as its grain needs it.</summary>
public sealed record EdgeRecord
{
    public required string NodeId { get; init; }

    /// <summary>One of its kind in the deployment, from 1.</summary>
    public long Ordinal { get; init; }

    public required Guid OrganizationId { get; init; }

    public required string PartnerId { get; init; }

    public required string Label { get; init; }

    public required string Domain { get; init; }

    public required string PublicIp { get; init; }

    public required string Region { get; init; }

    public required IReadOnlyList<string> ChannelsWanted { get; init; }

    public string? RealityPublicKey { get; init; }

    public string? RealityUuid { get; init; }

    public string? AwgPublicKey { get; init; }

    public bool IdentityMayChange { get; init; }

    /// <summary>SHA-256 of the service token.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>Of the one before it, while that still holds.</summary>
    public byte[]? PreviousTokenHash { get; init; }

    public DateTimeOffset? PreviousTokenUntil { get; init; }

    public bool Held { get; init; }

    public string? HoldReason { get; init; }

    public bool IsRetired { get; init; }

    /// <summary>How long ago it was heard of, by the database's clock; null when never.</summary>
    public TimeSpan? SeenAgo { get; init; }
}

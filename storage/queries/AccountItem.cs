namespace Vespid.Storage.Queries;

/// <summary>A channel account. Metadata is as stored: mask known secrets before showing it.</summary>
public sealed record AccountItem
{
    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required string ChannelId { get; init; }

    public required string AccountKey { get; init; }

    /// <summary>Unguessable key of the account's own ingress route.</summary>
    public required string IngressKey { get; init; }

    public string? DisplayName { get; init; }

    public required bool Enabled { get; init; }

    public required string Status { get; init; }

    public required string DmPolicy { get; init; }

    public required string GroupPolicy { get; init; }

    public required bool RequireMentionInGroup { get; init; }

    public string? WebhookUrl { get; init; }

    /// <summary>A JSON object.</summary>
    public required string Metadata { get; init; }

    public string? LastError { get; init; }

    public DateTimeOffset? LastSeenAt { get; init; }

    public required long Version { get; init; }

    public Guid? CreatedByUserId { get; init; }

    public Guid? UpdatedByUserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}

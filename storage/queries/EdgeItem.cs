namespace Vespid.Storage.Queries;

/// <summary>An edge, as lists show it.</summary>
public sealed record EdgeItem
{
    public required string NodeId { get; init; }

    public required Guid OrganizationId { get; init; }

    public required string PartnerId { get; init; }

    public required string Label { get; init; }

    public required string Domain { get; init; }

    public required string PublicIp { get; init; }

    public required string Region { get; init; }

    /// <summary><c>registered</c>, <c>online</c>, <c>late</c>, <c>stale</c>, <c>silent</c> or <c>retired</c>.</summary>
    public required string Liveness { get; init; }

    public required DateTimeOffset LivenessSince { get; init; }

    public required string Verdict { get; init; }

    public DateTimeOffset? LastSeenAt { get; init; }

    public required long EpochDesired { get; init; }

    public required long EpochIssued { get; init; }

    public required long EpochApplied { get; init; }

    public required bool Held { get; init; }

    public string? HoldReason { get; init; }

    public required int UpstreamsHealthy { get; init; }

    public required int UpstreamsExpected { get; init; }

    public string? InstallerVersion { get; init; }

    public string? AgentVersion { get; init; }

    /// <summary>Seconds between its reports.</summary>
    public required int IntervalSeconds { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RetiredAt { get; init; }
}

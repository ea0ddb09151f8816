namespace Vespid.Storage.Queries;

/// <summary>An outbox entry.</summary>
public sealed record OutboxItem
{
    public required Guid Id { get; init; }

    public required long Seq { get; init; }

    public required string LaneKey { get; init; }

    public required string Kind { get; init; }

    public required Guid OrganizationId { get; init; }

    public Guid? AccountId { get; init; }

    public string? ConversationId { get; init; }

    /// <summary>JSON text.</summary>
    public required string Payload { get; init; }

    /// <summary>Lane status word.</summary>
    public required string Status { get; init; }

    public required int AttemptCount { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public string? LastError { get; init; }

    public string? ErrorClass { get; init; }

    public string? ProviderMessageId { get; init; }

    public required bool PossibleDuplicate { get; init; }

    public Guid? RunId { get; init; }

    public Guid? SessionId { get; init; }

    public long? SessionSeq { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? SentAt { get; init; }
}

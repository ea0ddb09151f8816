namespace Vespid.Storage.Queries;

/// <summary>A run, or a turn of a session.</summary>
public sealed record RunItem
{
    public required Guid Id { get; init; }

    public required long Seq { get; init; }

    public required Guid OrganizationId { get; init; }

    public required string Kind { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>succeeded</c>, <c>failed</c>, <c>cancelled</c> or <c>timed_out</c>.</summary>
    public required string Status { get; init; }

    /// <summary>False while a quota holds it back.</summary>
    public required bool Admitted { get; init; }

    public Guid? WorkflowId { get; init; }

    public Guid? SessionId { get; init; }

    public Guid? AccountId { get; init; }

    public string? ConversationId { get; init; }

    public Guid? MessageId { get; init; }

    public string? TriggerType { get; init; }

    public string? TriggerSource { get; init; }

    public Guid? RequestedByUserId { get; init; }

    /// <summary>JSON text; the message in the shape of the run input when nothing else was stored.</summary>
    public string? Input { get; init; }

    /// <summary>JSON text.</summary>
    public string? Output { get; init; }

    public string? Error { get; init; }

    public required int AttemptCount { get; init; }

    public required int MaxAttempts { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    public string? ClaimedBy { get; init; }

    public DateTimeOffset? LeaseUntil { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}

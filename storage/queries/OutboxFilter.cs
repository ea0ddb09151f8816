namespace Vespid.Storage.Queries;

/// <summary>Which outbox entries of an organisation. Null does not restrict.</summary>
public sealed record OutboxFilter
{
    /// <summary>Dead letters.</summary>
    public static OutboxFilter DeadLetters { get; } = new() { Status = "dead_letter" };

    /// <summary>Lane status word.</summary>
    public string? Status { get; init; }

    public Guid? AccountId { get; init; }

    public string? ConversationId { get; init; }

    public string? LaneKey { get; init; }

    public string? Kind { get; init; }

    /// <summary><c>transient</c>, <c>permanent</c> or <c>unknown</c>.</summary>
    public string? ErrorClass { get; init; }

    /// <summary>Only entries queued before.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }
}

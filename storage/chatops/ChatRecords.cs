namespace Vespid.Storage.ChatOps;

/// <summary>A binding as decisions need it.</summary>
public sealed record ChatBindingRecord
{
    public required string Id { get; init; }

    public required string RoomId { get; init; }

    public required string RoomName { get; init; }

    public required string Channel { get; init; }

    public required string InstanceId { get; init; }

    public required string ExternalRoomId { get; init; }

    public string? TopicId { get; init; }

    public required bool Enabled { get; init; }

    /// <summary><c>active</c>, <c>paused</c>, <c>paused_loop</c>, <c>blocked</c> or <c>conflict</c>.</summary>
    public required string Status { get; init; }

    public string? StatusReason { get; init; }

    /// <summary>Of a conflict: whose the address is.</summary>
    public string? OwnerRoomId { get; init; }

    /// <summary>JSON.</summary>
    public required string Options { get; init; }

    public string? WebhookId { get; init; }

    /// <summary>Id of the chat before it became this one.</summary>
    public string? MigratedFrom { get; init; }

    /// <summary>The platform's id of the last message that came from it.</summary>
    public string? LastInId { get; init; }

    public DateTimeOffset? LastInAt { get; init; }

    public required string Origin { get; init; }

    /// <summary>Key of its lane.</summary>
    public string Lane => LaneOf(Id);

    public static string LaneOf(string bindingId) => "relay/" + bindingId;
}

/// <summary>Who a bot of the rooms is.</summary>
/// <param name="InstanceId">Bot, one of those configured.</param>
/// <param name="Id">The platform's id of it.</param>
/// <param name="Name">Without the at sign.</param>
public sealed record ChatBotRecord(string InstanceId, string Id, string? Name);

/// <summary>What waits for a platform.</summary>
/// <param name="Channel">Platform.</param>
/// <param name="Depth">Entries that have not ended.</param>
/// <param name="Dead">Dead letters.</param>
public sealed record ChatQueue(string Channel, int Depth, int Dead);

/// <summary>A message of a room.</summary>
public sealed record ChatMessageRecord(
    Guid Id, string RoomId, string? BindingId, string? Place, string? ExternalId, string Kind, string? SenderId, string? SenderName, string Text, string? EditMark,
    bool IsDeleted, DateTimeOffset CreatedAt);

/// <summary>A message found by an id of a platform.</summary>
/// <param name="Message">The message.</param>
/// <param name="IsCopy">The id is that of a copy of ours.</param>
public sealed record ChatMessageHit(ChatMessageRecord Message, bool IsCopy);

/// <summary>A copy of a message.</summary>
public sealed record ChatCopyRecord(
    Guid MessageId, string BindingId, int Part, Guid EntryId, string Status, string? Via, string Place, string? ExternalId, bool PossibleDuplicate,
    DateTimeOffset CreatedAt, DateTimeOffset? SentAt);

/// <summary>A run of the operator's pipeline.</summary>
public sealed record ChatRunRecord(
    Guid Id, string RunId, string Mode, string Status, string? RoomId, Guid? ActionId, string RequestedBy, string? Requester, int? Changes, int? Delivered,
    string? OutputUrl, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, bool CancelRequested);

/// <summary>A command that waits, or waited, for a second person.</summary>
public sealed record ChatApprovalRecord(
    string Id, string RoomId, string BindingId, Guid SourceMessageId, Guid ActionId, string Command, string Group, string Requester, string? RequesterName, string Status,
    string? DecidedBy, DateTimeOffset ExpiresAt, DateTimeOffset CreatedAt, bool IsOver);

/// <summary>A run of a workflow, as far as a command waits for it.</summary>
public sealed record ChatWorkflowRun(string Status, string? Output, string? Error);

/// <summary>State of the runtime in figures.</summary>
/// <param name="Accounts">Channel accounts that are enabled.</param>
/// <param name="AccountsRunning">Of them those that run.</param>
/// <param name="OpenEntries">Outbox entries that have not left, counted up to 100,000.</param>
/// <param name="DeadLetters">Dead letters, counted up to 100,000.</param>
/// <param name="Edges">Partner edges in use.</param>
/// <param name="EdgesOnline">Of them those that report.</param>
/// <param name="Rooms">Rooms.</param>
/// <param name="Bindings">Bindings.</param>
/// <param name="BindingsAside">Of them those that are switched off, paused, blocked or in conflict.</param>
/// <param name="Runs">Runs of the operator's pipeline.</param>
public sealed record ChatRuntimeSummary(
    int Accounts, int AccountsRunning, int OpenEntries, int DeadLetters, int Edges, int EdgesOnline, int Rooms, int Bindings, int BindingsAside, int Runs);

using System.Collections.Immutable;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Makes a room, or gives it its configured name.</summary>
public sealed record ChatRoomPut(string Id, string Name, string Origin) : CommitRow;

/// <summary>Keeps a room's history beyond its time, or no longer. Guard: it is otherwise now.</summary>
public sealed record ChatRoomHold(string Id, bool Held) : CommitRow;

/// <summary>Binds an address, and with that ends the room's conflict about it. Guard: nobody else has it.</summary>
public sealed record ChatBindingInsert(
    string Id, string RoomId, string Channel, string InstanceId, string ExternalRoomId, string? TopicId, bool Enabled, string Options, string Origin) : CommitRow;

/// <summary>Remembers that a room wanted an address that is another's; again changes nothing.</summary>
public sealed record ChatBindingConflict(
    string Id, string RoomId, string Channel, string InstanceId, string ExternalRoomId, string? TopicId, string OwnerRoomId, string Origin) : CommitRow;

/// <summary>Forgets the conflicts of the configuration that are none any more.</summary>
/// <param name="Standing">Ids of those that are.</param>
public sealed record ChatConflictsSettle(ImmutableArray<string> Standing) : CommitRow;

/// <summary>Configures a binding. Guard: it exists and is no conflict.</summary>
public sealed record ChatBindingConfigure(string Id, bool Enabled, string Options) : CommitRow;

/// <summary>Puts a binding into a status. Guard: it is in one of the others.</summary>
/// <param name="Id">Binding.</param>
/// <param name="Status"><c>active</c>, <c>paused</c>, <c>paused_loop</c> or <c>blocked</c>.</param>
/// <param name="Reason">Shown.</param>
/// <param name="ResumeIn">When it becomes active by itself; null for never.</param>
public sealed record ChatBindingStatus(string Id, string Status, string? Reason, TimeSpan? ResumeIn) : CommitRow;

/// <summary>Ends pauses whose time is over.</summary>
public sealed record ChatBindingsResume : CommitRow;

/// <summary>Moves a binding, and with that ends the second room's conflict about it. Guard: it belongs to the first room.</summary>
public sealed record ChatBindingMove(string Id, string FromRoomId, string ToRoomId) : CommitRow;

/// <summary>The chat has another id now. Guard: it had the first one.</summary>
public sealed record ChatBindingRekey(string Id, string FromExternalRoomId, string ToExternalRoomId) : CommitRow;

/// <summary>Removes a binding and cancels what waits for it.</summary>
public sealed record ChatBindingDelete(string Id, string RoomId) : CommitRow;

/// <summary>What the bot may do there, as JSON.</summary>
public sealed record ChatBindingProbePut(string Id, string Probe) : CommitRow;

/// <summary>The webhook of ours in its channel.</summary>
public sealed record ChatBindingWebhook(string Id, string? WebhookId) : CommitRow;

/// <summary>State of a connection.</summary>
public sealed record ChatInstanceNote(
    string Id, string Channel, string Status, string? BotId, string? BotName, bool Heard, string? LastError, int ConsecutiveFailures, int ReconnectAttempt) : CommitRow;

/// <summary>Counts a chat that is bound to nothing.</summary>
public sealed record ChatUnboundNote(string Channel, string InstanceId, string ExternalRoomId, string? TopicId, string? Title) : CommitRow;

/// <summary>Takes the one notice a minute that such a chat gets. Guard: none in the last minute.</summary>
public sealed record ChatUnboundNotice(string Channel, string InstanceId, string ExternalRoomId) : CommitRow;

/// <summary>Appends a message. Guard: it is new.</summary>
public sealed record ChatMessageInsert : CommitRow
{
    public required Guid Id { get; init; }

    public required string RoomId { get; init; }

    public string? BindingId { get; init; }

    public string? Place { get; init; }

    public string? ExternalId { get; init; }

    /// <summary><c>user</c>, <c>assistant</c> or <c>system</c>.</summary>
    public required string Role { get; init; }

    /// <summary><c>message</c>, <c>command</c>, <c>reply</c>, <c>announcement</c> or <c>probe</c>.</summary>
    public required string Kind { get; init; }

    public string? Channel { get; init; }

    public string? SenderId { get; init; }

    public string? SenderName { get; init; }

    public required string Text { get; init; }

    public int Attachments { get; init; }

    public Guid? ReplyTo { get; init; }

    public DateTimeOffset? SaidAt { get; init; }
}

/// <summary>Announces copies before they are sent: parts from <paramref name="FirstPart"/> on, one an entry.</summary>
public sealed record ChatCopiesInsert(Guid MessageId, string BindingId, string Place, int FirstPart, ImmutableArray<Guid> Entries) : CommitRow;

/// <summary>What became of a copy, with the commit of its outbox entry.</summary>
public sealed record ChatCopyMark(Guid EntryId, string Status, string? Via, string? Place, string? ExternalId, bool PossibleDuplicate) : CommitRow;

/// <summary>The copies were taken back.</summary>
public sealed record ChatCopyWithdrawn(Guid MessageId, string BindingId, int Part) : CommitRow;

/// <summary>Guard: this edit is new.</summary>
public sealed record ChatMessageEdit(Guid Id, string Text, string Mark) : CommitRow;

/// <summary>Makes a tombstone of it. Guard: it is none yet.</summary>
public sealed record ChatMessageDelete(Guid Id) : CommitRow;

/// <summary>Records an attempt to do something; again changes its end only.</summary>
public sealed record ChatActionPut : CommitRow
{
    public required Guid Id { get; init; }

    public required string Action { get; init; }

    public string? Mode { get; init; }

    public required string Outcome { get; init; }

    public string? AuthzStatus { get; init; }

    public required bool MutationEnabled { get; init; }

    public string? Reason { get; init; }

    public required string Label { get; init; }

    public string? Message { get; init; }

    public string Source { get; init; } = "router";

    public string? Channel { get; init; }

    public string? ExternalUserId { get; init; }

    public string? RoomId { get; init; }

    public string? BindingId { get; init; }

    public Guid? SourceMessageId { get; init; }

    public string? RunId { get; init; }

    public string? CorrelationId { get; init; }
}

/// <summary>Ends a recorded attempt. Guard: it is there.</summary>
public sealed record ChatActionEnd(Guid Id, string Outcome, string? Reason, string? Message, string? RunId) : CommitRow;

/// <summary>Queues a run of the operator's pipeline. Guard: none is queued or running.</summary>
public sealed record ChatRunInsert(Guid Id, string RunId, string Mode, string? RoomId, Guid ActionId, string RequestedBy, string? Requester) : CommitRow;

/// <summary>Guard: it was queued.</summary>
public sealed record ChatRunStart(Guid Id) : CommitRow;

/// <summary>Asks whoever carries it out to end it; a repeat changes nothing. Guard: it runs.</summary>
public sealed record ChatRunCancel(Guid Id) : CommitRow;

/// <summary>Guard: it has not ended.</summary>
public sealed record ChatRunEnd(Guid Id, string Status, string? Error, int? Changes, int? Delivered, string? OutputUrl) : CommitRow;

/// <summary>A command that waits for a second person.</summary>
public sealed record ChatApprovalInsert(
    string Id, string RoomId, string BindingId, Guid SourceMessageId, Guid ActionId, string Command, string Group, string Requester, string? RequesterName,
    TimeSpan TimeToLive) : CommitRow;

/// <summary>Guard: it is pending and its time is not over.</summary>
public sealed record ChatApprovalDecide(string Id, string Status, string DecidedBy) : CommitRow;

/// <summary>Guard: it is pending and its time is over.</summary>
public sealed record ChatApprovalExpire(string Id) : CommitRow;

/// <summary>Removes what is older than the retention times, except of rooms on hold.</summary>
public sealed record ChatHistoryPurge(TimeSpan Messages, TimeSpan Actions) : CommitRow;

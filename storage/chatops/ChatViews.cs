namespace Vespid.Storage.ChatOps;

/// <summary>A room of the inventory.</summary>
public sealed record ChatRoomItem(string Id, string Name, bool LegalHold, IReadOnlyList<ChatBindingItem> Bindings);

/// <summary>A binding of the inventory.</summary>
/// <param name="Id">Binding.</param>
/// <param name="RoomId">Its room.</param>
/// <param name="Channel">Platform.</param>
/// <param name="InstanceId">Bot.</param>
/// <param name="ExternalRoomId">Chat or channel.</param>
/// <param name="TopicId">Topic or thread.</param>
/// <param name="Direction"><c>both</c>, <c>inbound</c> or <c>outbound</c>.</param>
/// <param name="Enabled">Whether it is switched on.</param>
/// <param name="Status"><c>active</c>, <c>paused</c>, <c>paused_loop</c>, <c>blocked</c> or <c>conflict</c>.</param>
/// <param name="StatusReason">Why.</param>
/// <param name="OwnerRoomId">Of a conflict: whose the address is.</param>
/// <param name="Probe">JSON of the last probe: <c>ok</c>, <c>missing</c>, <c>at</c>.</param>
/// <param name="LastInAt">Last message that came from it.</param>
/// <param name="LastOutAt">Last copy that reached it.</param>
/// <param name="QueueDepth">Open entries of its lane.</param>
/// <param name="OldestAgeSeconds">Age of the oldest of them.</param>
/// <param name="DeadLetters">Dead letters of its lane.</param>
public sealed record ChatBindingItem(
    string Id, string RoomId, string Channel, string InstanceId, string ExternalRoomId, string? TopicId, string Direction, bool Enabled, string Status,
    string? StatusReason, string? OwnerRoomId, string? Probe, DateTimeOffset? LastInAt, DateTimeOffset? LastOutAt, int QueueDepth, double? OldestAgeSeconds, int DeadLetters);

/// <summary>A message of the timeline with its copies.</summary>
/// <param name="Id">Message.</param>
/// <param name="At">When it was said.</param>
/// <param name="RoomId">Room.</param>
/// <param name="RoomName">Its name.</param>
/// <param name="Channel">Platform it came from; null for what the runtime said.</param>
/// <param name="Actor">Username, else another name, else the id, else <c>unknown</c>.</param>
/// <param name="Kind"><c>message</c>, <c>command</c>, <c>reply</c>, <c>announcement</c> or <c>probe</c>.</param>
/// <param name="Text">In full.</param>
/// <param name="Edited">Whether it was edited.</param>
/// <param name="Deleted">Whether it was deleted.</param>
/// <param name="Copies">One a part and binding.</param>
public sealed record ChatMessageItem(
    Guid Id, DateTimeOffset At, string RoomId, string RoomName, string? Channel, string Actor, string Kind, string Text, bool Edited, bool Deleted,
    IReadOnlyList<ChatCopyItem> Copies);

/// <summary>Delivery state of a copy: a word of the copies, or while it is pending that of its outbox entry.</summary>
public sealed record ChatCopyItem(string BindingId, string Channel, int Part, string Status, bool PossibleDuplicate, string? Error);

/// <summary>An entry of the action and run timeline.</summary>
/// <param name="Id">Action id, or <c>run:&lt;id&gt;</c>.</param>
/// <param name="At">When.</param>
/// <param name="Type"><c>action</c> or <c>run</c>.</param>
/// <param name="Outcome">Of an action its outcome; of a run its status.</param>
/// <param name="Label">What.</param>
/// <param name="Actor"><c>platform:id</c>, else <c>system</c>.</param>
/// <param name="AuthzStatus">Of an action.</param>
/// <param name="MutationEnabled">How the switch stood.</param>
/// <param name="Reason">Code.</param>
/// <param name="Details">For a person.</param>
/// <param name="RoomId">Room.</param>
/// <param name="RunId">Run.</param>
public sealed record ChatTimelineItem(
    string Id, DateTimeOffset At, string Type, string Outcome, string Label, string Actor, string? AuthzStatus, bool? MutationEnabled, string? Reason, string? Details,
    string? RoomId, string? RunId);

/// <summary>Counts of authorisation results.</summary>
public sealed record ChatAuthzCounts(int Authorized, int Unauthorized, int MutationsDisabled, int Unknown);

/// <summary>Summary of the newest 30 actions, of the last day and of all there are.</summary>
/// <param name="LatestAuthzStatus">Of the newest action; null without one.</param>
/// <param name="Counts">Of the newest 30.</param>
/// <param name="Blocked">Of the newest 30.</param>
/// <param name="Day">Last 24 hours.</param>
/// <param name="DayBlocked">Last 24 hours.</param>
/// <param name="Lifetime">All.</param>
/// <param name="LifetimeBlocked">All.</param>
/// <param name="TopBlocked">Who was blocked most often in the last day, with the count.</param>
public sealed record ChatGuardrails(
    string? LatestAuthzStatus, ChatAuthzCounts Counts, int Blocked, ChatAuthzCounts Day, int DayBlocked, ChatAuthzCounts Lifetime, int LifetimeBlocked,
    IReadOnlyList<ChatBlockedActor> TopBlocked);

/// <summary>Somebody who was blocked.</summary>
public sealed record ChatBlockedActor(string Actor, int Count);

/// <summary>A bot's connection.</summary>
public sealed record ChatConnectionItem(
    string Id, string Channel, string Status, string? BotId, string? BotName, DateTimeOffset? LastEventAt, string? LastError, int ConsecutiveFailures,
    int ReconnectAttempt, DateTimeOffset UpdatedAt);

/// <summary>A relay that was given up.</summary>
public sealed record ChatDeadLetterItem(
    Guid EntryId, string BindingId, string? RoomId, string? Channel, string Kind, string? Error, string? ErrorClass, int Attempts, bool PossibleDuplicate,
    DateTimeOffset CreatedAt, string? Text);

/// <summary>A chat that is bound to no room.</summary>
public sealed record ChatUnboundItem(string Channel, string InstanceId, string ExternalRoomId, string? TopicId, string? Title, long Events, DateTimeOffset LastSeenAt);

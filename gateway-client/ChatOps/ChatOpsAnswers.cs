using Vespid.GrainInterfaces.ChatOps;
using Vespid.Storage.ChatOps;

namespace Vespid.Gateway.ChatOps;

/// <summary>The configuration as it holds; tokens are told by whether they are there.</summary>
internal sealed record ChatConfigAnswer(
    bool Enabled, bool MutationsEnabled, string? MutationsReason, string? MutationsSetBy, DateTimeOffset? MutationsExpireAt, long PolicyVersion, int Bindings, string BotName,
    string CommandPrefix, IReadOnlyList<ChatInstanceAnswer> Instances, IReadOnlyList<string> AllowedTelegramUserIds, IReadOnlyList<string> AllowedDiscordUserIds,
    bool GitHubToken, bool Run)
{
    public static ChatConfigAnswer From(ChatOpsSettings settings, ChatPolicy policy, int bindings) => new(
        settings.Enabled, policy.MutationsEnabled, policy.Reason, policy.SetBy, policy.ExpiresAt, policy.Version, bindings, settings.BotName, settings.CommandPrefix,
        [.. settings.Instances.Select(instance => new ChatInstanceAnswer(instance.Id, instance.Channel, instance.TokenVariable, "***"))],
        [.. policy.AllowedTelegramUserIds.Order(StringComparer.Ordinal)], [.. policy.AllowedDiscordUserIds.Order(StringComparer.Ordinal)],
        settings.GitHubToken is not null, settings.Run is not null);
}

/// <summary>A bot, its token masked.</summary>
internal sealed record ChatInstanceAnswer(string Id, string Channel, string TokenVariable, string Token);

/// <summary>Rooms with their bindings.</summary>
internal sealed record ChatRoomList(IReadOnlyList<ChatRoomItem> Rooms);

/// <summary>Bindings of a room.</summary>
internal sealed record ChatBindingList(IReadOnlyList<ChatBindingItem> Bindings);

/// <summary>Messages, newest first.</summary>
internal sealed record ChatMessageList(IReadOnlyList<ChatMessageItem> Messages);

/// <summary>Actions and runs, newest first.</summary>
internal sealed record ChatTimeline(IReadOnlyList<ChatTimelineItem> Entries);

/// <summary>The mutation switch, and what was asked under it.</summary>
internal sealed record ChatGuardrailsAnswer(bool MutationEnabled, string? Reason, DateTimeOffset? ExpiresAt, ChatGuardrails Summary);

/// <summary>Connections of the bots.</summary>
internal sealed record ChatConnectionList(IReadOnlyList<ChatConnectionItem> Connections);

/// <summary>Relays that were given up.</summary>
internal sealed record ChatDeadLetterList(IReadOnlyList<ChatDeadLetterItem> DeadLetters);

/// <summary>Commands that wait for a second person.</summary>
internal sealed record ChatPendingList(IReadOnlyList<ChatPendingAnswer> Pending);

/// <summary>A command that waits.</summary>
internal sealed record ChatPendingAnswer(string Id, string RoomId, string Group, string Requester, string? RequesterName, DateTimeOffset ExpiresAt, DateTimeOffset CreatedAt)
{
    public static ChatPendingAnswer From(ChatApprovalRecord approval) => new(
        approval.Id, approval.RoomId, approval.Group, approval.Requester, approval.RequesterName, approval.ExpiresAt, approval.CreatedAt);
}

/// <summary>How a probe of a room fared.</summary>
internal sealed record ChatProbeAnswer(bool Ok, Guid MessageId, IReadOnlyList<ProbeHop> Hops);

/// <summary>How many were redriven.</summary>
internal sealed record ChatRedriveAnswer(int Redriven);

/// <summary>State of the rooms.</summary>
/// <param name="State"><c>disabled</c>, <c>starting</c>, <c>ready</c> or <c>degraded</c>.</param>
/// <param name="Reasons">Why it is not ready.</param>
internal sealed record ChatHealthAnswer(string State, IReadOnlyList<string> Reasons, IReadOnlyList<ChatConnectionItem> Instances, IReadOnlyList<ChatBindingHealth> Bindings);

/// <summary>State of a binding.</summary>
internal sealed record ChatBindingHealth(
    string Id, string RoomId, string Channel, string Status, string? PausedReason, DateTimeOffset? LastInAt, DateTimeOffset? LastOutAt, int QueueDepth, double? OldestAgeS,
    int DeadLetters);

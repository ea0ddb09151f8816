using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Control;
using Vespid.Grains.Audit;
using Vespid.Grains.Runtime;
using Vespid.Storage.Commits;
using Vespid.Storage.Lease;
using Vespid.Storage.State;

namespace Vespid.Grains.ChatOps;

/// <summary>What operators have set; null is what the configuration says.</summary>
internal sealed record ChatPolicyState
{
    public bool? MutationsEnabled { get; init; }

    public string? Reason { get; init; }

    public string? SetBy { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public IReadOnlyList<string>? AllowedTelegramUserIds { get; init; }

    public IReadOnlyList<string>? AllowedDiscordUserIds { get; init; }

    public IReadOnlyList<AccessRule>? Rules { get; init; }

    public bool? ViewersAllowed { get; init; }
}

internal sealed class ChatPolicyGrain(
    [CommitState("chat-policy")] ICommitState<ChatPolicyState> state, ChatOpsSettings settings, AuditTrail audit, IWriterLease lease, TimeProvider clock) : Grain, IChatPolicyGrain
{
    private const int LongestMinutes = 7 * 24 * 60;

    private readonly StateGuard<ChatPolicyState> _guard = new(state, lease);

    public async Task<ChatPolicy> Get()
    {
        await _guard.RefreshAsync();
        var set = state.Value;
        // An expired switch says what the configuration says; nothing has to run for that.
        var holds = set.MutationsEnabled is not null && (set.ExpiresAt is null || set.ExpiresAt > clock.GetUtcNow());
        return new ChatPolicy
        {
            Version = state.Version,
            MutationsEnabled = holds ? set.MutationsEnabled!.Value : settings.MutationsEnabled,
            Reason = holds ? set.Reason : null,
            SetBy = holds ? set.SetBy : null,
            ExpiresAt = holds ? set.ExpiresAt : null,
            AllowedTelegramUserIds = set.AllowedTelegramUserIds is { } telegram ? [.. telegram] : settings.AllowedTelegramUserIds,
            AllowedDiscordUserIds = set.AllowedDiscordUserIds is { } discord ? [.. discord] : settings.AllowedDiscordUserIds,
            ApproverGroups = settings.ApproverGroups,
            Approvals = settings.Approvals,
            Rules = set.Rules is { } rules ? [.. rules] : settings.Rules,
            ViewersAllowed = set.ViewersAllowed ?? settings.ViewersAllowed,
        };
    }

    public async Task<Refusal?> SetMutations(bool enabled, string reason, int? minutes, Actor actor)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > 500)
            return Refusal.BadField("reason", "Must have 1 to 500 characters.");
        if (minutes is < 1 or > LongestMinutes)
            return Refusal.BadField("minutes", $"Must be 1 to {LongestMinutes}.");
        await _guard.RefreshAsync();
        var next = state.Value with
        {
            MutationsEnabled = enabled,
            Reason = reason,
            SetBy = actor.Id ?? actor.Kind,
            ExpiresAt = minutes is { } given ? clock.GetUtcNow().AddMinutes(given) : null,
        };
        return await CommitAsync(next, audit.Of(null, actor, "chat_policy.mutations", "chat_policy", "0", ("enabled", enabled), ("reason", reason), ("minutes", minutes)));
    }

    public async Task<Refusal?> Put(PutChatPolicy command, Actor actor)
    {
        await _guard.RefreshAsync();
        if (command.ExpectedVersion != state.Version)
            return Refusal.Conflict("policy_changed", "The policy has changed meanwhile; look again.");
        var next = state.Value with
        {
            AllowedTelegramUserIds = command.AllowedTelegramUserIds is { } telegram ? [.. telegram] : state.Value.AllowedTelegramUserIds,
            AllowedDiscordUserIds = command.AllowedDiscordUserIds is { } discord ? [.. discord] : state.Value.AllowedDiscordUserIds,
            Rules = command.Rules is { } rules ? [.. rules] : state.Value.Rules,
            ViewersAllowed = command.ViewersAllowed ?? state.Value.ViewersAllowed,
        };
        return await CommitAsync(
            next,
            audit.Of(
                null, actor, "chat_policy.put", "chat_policy", "0", ("telegram", string.Join(',', command.AllowedTelegramUserIds ?? [])),
                ("discord", string.Join(',', command.AllowedDiscordUserIds ?? [])), ("rules", command.Rules?.Length)));
    }

    private async Task<Refusal?> CommitAsync(ChatPolicyState next, CommitRow trail) =>
        (await state.CommitAsync(next, [trail], [], organizationId: null)).Status == CommitStatus.Applied
            ? null
            : Refusal.Conflict("policy_changed", "The policy has changed meanwhile; look again.");
}

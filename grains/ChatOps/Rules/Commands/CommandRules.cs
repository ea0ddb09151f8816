using System.Collections.Immutable;
using System.IO.Enumeration;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Who may do what. Nothing is allowed that is not said to be; the mutation switch is asked before anything else.</summary>
internal static class CommandRules
{
    private const string Authorized = "authorized";
    private const string Unauthorized = "unauthorized";

    private static readonly ImmutableArray<string> Everybody = ["help", "whoami", "version", "chatinfo"];
    private static readonly ImmutableArray<string> Viewers = ["status", "recent-runs", "run-status", "coverage", "rooms", "links", "pending"];
    private static readonly ImmutableArray<string> Operators = ["run", "issue", "note", "cancel", "pause", "resume", "dlq", "ask"];
    private static readonly ImmutableArray<string> Approvers = ["approve", "deny"];
    private static readonly ImmutableArray<string> Mutations = ["run", "issue", "note", "cancel"];

    public static AuthzDecision Authorise(ParsedCommand command, CommandActor actor, ChatPolicy policy, CommandPlace place)
    {
        if (Mutations.Contains(command.Name) && !policy.MutationsEnabled)
            return Block("mutations_disabled", "mutations_disabled");
        if (place is not { RoomId: not null, IsEnabled: true, IsDirect: false })
            return Block("room_not_allowed", Unauthorized);
        if (!IsSomebody(actor) || !HasRole(command.Name, actor, policy))
            return Block("unauthorized", Unauthorized);
        if (Everybody.Contains(command.Name))
            return new AuthzDecision(AuthzVerdict.Allowed, null, Authorized);
        var spelled = command.Arguments.IsEmpty ? command.Name : $"{command.Name} {string.Join(' ', command.Arguments)}";
        switch (Rule(spelled, actor, policy, place))
        {
            case false:
                return Block("unauthorized", Unauthorized);
            case null when policy.Rules.Any(rule => Fits(rule.Command, spelled) && !rule.Allow.IsDefaultOrEmpty && InPlatform(rule, actor) && !InRoom(rule, place)):
                return Block("room_not_allowed", Unauthorized);
        }

        return policy.Approvals.FirstOrDefault(rule => Fits(rule.Command, spelled)) is { } approval
            ? new AuthzDecision(AuthzVerdict.NeedsApproval, "approval_required", Authorized, approval)
            : new AuthzDecision(AuthzVerdict.Allowed, null, Authorized);
    }

    /// <summary>Commands that the actor would not be refused for who he is.</summary>
    public static IReadOnlyList<string> VisibleTo(CommandActor actor, ChatPolicy policy, CommandPlace place) =>
    [
        .. Everybody,
        .. Viewers.Concat(Operators).Concat(Approvers)
            .Where(name => IsSomebody(actor) && place.RoomId is not null && HasRole(name, actor, policy) && Rule(name, actor, policy, place) != false),
    ];

    /// <summary>The highest of <c>operator</c>, <c>approver</c>, <c>viewer</c> and <c>anyone</c>.</summary>
    public static string RoleOf(CommandActor actor, ChatPolicy policy) => !IsSomebody(actor) ? "anyone"
        : IsOperator(actor, policy) ? "operator"
        : IsApprover(actor, policy) ? "approver"
        : policy.ViewersAllowed ? "viewer" : "anyone";

    /// <summary>A person who says it now and in his own words. Bots, webhooks, anonymous administrators and channels are nobody.</summary>
    private static bool IsSomebody(CommandActor actor) => actor is { Kind: ChatAuthorKind.User, IsForwarded: false, IsEdit: false, ExternalUserId.Length: > 0 };

    private static bool IsApprover(CommandActor actor, ChatPolicy policy) => policy.ApproverGroups.Values.Any(group => group.Contains(actor.Key));

    private static bool HasRole(string command, CommandActor actor, ChatPolicy policy) =>
        Everybody.Contains(command)
        || (Viewers.Contains(command) && (policy.ViewersAllowed || IsOperator(actor, policy)))
        || (Operators.Contains(command) && IsOperator(actor, policy))
        // Whether it is the right group is asked once it is known which.
        || (Approvers.Contains(command) && IsApprover(actor, policy))
        || command == "unknown";

    private static bool IsOperator(CommandActor actor, ChatPolicy policy) => actor.Channel switch
    {
        "telegram" => policy.AllowedTelegramUserIds.Contains(actor.ExternalUserId),
        "discord" => policy.AllowedDiscordUserIds.Contains(actor.ExternalUserId),
        _ => false,
    };

    /// <summary>What the first rule that fits says; null when none does.</summary>
    private static bool? Rule(string spelled, CommandActor actor, ChatPolicy policy, CommandPlace place)
    {
        foreach (var rule in policy.Rules)
        {
            if (!Fits(rule.Command, spelled) || !InRoom(rule, place) || !InPlatform(rule, actor))
                continue;
            if (!rule.Deny.IsDefaultOrEmpty && rule.Deny.Any(who => Fits(who, actor.Key)))
                return false;
            if (!rule.Allow.IsDefaultOrEmpty)
                return rule.Allow.Any(who => Fits(who, actor.Key));
        }

        return null;
    }

    private static bool InRoom(AccessRule rule, CommandPlace place) => rule.Rooms.IsDefaultOrEmpty || rule.Rooms.Any(room => Fits(room, place.RoomId ?? ""));

    private static bool InPlatform(AccessRule rule, CommandActor actor) => rule.Platforms.IsDefaultOrEmpty || rule.Platforms.Contains(actor.Channel);

    private static bool Fits(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);

    private static AuthzDecision Block(string code, string status) => new(AuthzVerdict.Blocked, code, status);
}

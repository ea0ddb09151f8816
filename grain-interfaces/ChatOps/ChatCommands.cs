using System.Collections.Immutable;

namespace Vespid.GrainInterfaces.ChatOps;

/// <summary>A message that is a command.</summary>
/// <param name="Name">Subcommand in lower case; <c>help</c> when there was none; <c>unknown</c> with a <paramref name="Problem"/>.</param>
/// <param name="Arguments">Words, quotes taken off; flags left out.</param>
/// <param name="Flags">Of <c>--name value</c> or <c>--name=value</c>, name without dashes; repeated ones joined with a comma.</param>
/// <param name="Body">Text after the subcommand as it was written, lines kept; for <c>issue</c>, <c>note</c> and <c>ask</c>.</param>
/// <param name="Problem">Null, <c>unknown_command</c>, <c>bad_arguments</c>, <c>invalid_mode</c> or <c>too_long</c>.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-command")]
public sealed record ParsedCommand(
    [property: Id(0)] string Name,
    [property: Id(1)] ImmutableArray<string> Arguments,
    [property: Id(2)] ImmutableDictionary<string, string> Flags,
    [property: Id(3)] string Body,
    [property: Id(4)] string? Problem);

/// <summary>What tells a command from other text.</summary>
/// <param name="Prefix">With its slash.</param>
/// <param name="BotName">Name that people address.</param>
/// <param name="BotUsername">The bot's own name on the platform, without the at sign.</param>
/// <param name="AddressesBot">Whether the platform says that the bot is mentioned.</param>
public sealed record CommandContext(string Prefix, string BotName, string? BotUsername, bool AddressesBot);

/// <summary>Who wants it done: a platform and an id, never a name.</summary>
/// <param name="Channel">Platform.</param>
/// <param name="ExternalUserId">Empty is nobody.</param>
/// <param name="Kind">Only users may do anything.</param>
/// <param name="IsForwarded">Somebody else's words.</param>
/// <param name="IsEdit">Written into an old message.</param>
/// <param name="RoleIds">Discord's roles.</param>
public sealed record CommandActor(string Channel, string ExternalUserId, ChatAuthorKind Kind, bool IsForwarded = false, bool IsEdit = false, ImmutableArray<string> RoleIds = default)
{
    public string Key => $"{Channel}:{ExternalUserId}";
}

/// <summary>Where it was said.</summary>
/// <param name="RoomId">Null in a chat that is bound to none.</param>
/// <param name="BindingId">Binding.</param>
/// <param name="Channel">Platform.</param>
/// <param name="IsEnabled">Room and binding are on.</param>
/// <param name="IsDirect">A private chat.</param>
public sealed record CommandPlace(string? RoomId, string? BindingId, string Channel, bool IsEnabled, bool IsDirect);

/// <summary>What the policy says now.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-policy")]
public sealed record ChatPolicy
{
    [Id(0)]
    public long Version { get; init; }

    [Id(1)]
    public bool MutationsEnabled { get; init; }

    [Id(2)]
    public string? Reason { get; init; }

    /// <summary>Who set the switch; null when it is the configuration's.</summary>
    [Id(3)]
    public string? SetBy { get; init; }

    [Id(4)]
    public DateTimeOffset? ExpiresAt { get; init; }

    [Id(5)]
    public ImmutableHashSet<string> AllowedTelegramUserIds { get; init; } = [];

    [Id(6)]
    public ImmutableHashSet<string> AllowedDiscordUserIds { get; init; } = [];

    /// <summary>As <c>telegram:1</c>, by group.</summary>
    [Id(7)]
    public ImmutableDictionary<string, ImmutableArray<string>> ApproverGroups { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    [Id(8)]
    public ImmutableArray<ApprovalRule> Approvals { get; init; } = [];

    [Id(9)]
    public ImmutableArray<AccessRule> Rules { get; init; } = [];

    [Id(10)]
    public bool ViewersAllowed { get; init; } = true;
}

/// <summary>A rule of access; of those whose command pattern, place and actor fit, the first decides. Patterns are globs.</summary>
/// <param name="Command">For example <c>run monthly</c> or <c>run *</c>.</param>
/// <param name="Allow">Users as <c>telegram:1</c>; empty says nothing.</param>
/// <param name="Deny">Beats <paramref name="Allow"/>.</param>
/// <param name="Rooms">Empty is all.</param>
/// <param name="Platforms">Empty is all.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-access-rule")]
public sealed record AccessRule(
    [property: Id(0)] string Command,
    [property: Id(1)] ImmutableArray<string> Allow,
    [property: Id(2)] ImmutableArray<string> Deny,
    [property: Id(3)] ImmutableArray<string> Rooms,
    [property: Id(4)] ImmutableArray<string> Platforms);

/// <summary>Commands that need a second person.</summary>
/// <param name="Command">Glob, for example <c>run monthly</c>.</param>
/// <param name="Group">Who may approve.</param>
/// <param name="Minutes">After which nobody may any more.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-approval-rule")]
public sealed record ApprovalRule([property: Id(0)] string Command, [property: Id(1)] string Group, [property: Id(2)] int Minutes = 30);

/// <summary>May it be done?</summary>
/// <param name="Verdict">Answer.</param>
/// <param name="Code">Null when allowed; else a code of the result table: <c>mutations_disabled</c>, <c>unauthorized</c>, <c>room_not_allowed</c>, <c>approval_required</c>.</param>
/// <param name="AuthzStatus"><c>authorized</c>, <c>unauthorized</c> or <c>mutations_disabled</c>.</param>
/// <param name="Approval">Rule that asks for a second person.</param>
public sealed record AuthzDecision(AuthzVerdict Verdict, string? Code, string AuthzStatus, ApprovalRule? Approval = null);

/// <summary>Answers of <see cref="AuthzDecision"/>.</summary>
public enum AuthzVerdict
{
    Allowed,
    Blocked,
    NeedsApproval,
}

using System.Collections.Immutable;

namespace Vespid.GrainInterfaces.ChatOps;

/// <summary>How a binding relays.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-binding-options")]
public sealed record BindingOptions
{
    public static BindingOptions Default { get; } = new();

    /// <summary><c>both</c>, <c>inbound</c> (only read from the platform) or <c>outbound</c> (only written to).</summary>
    [Id(0)]
    public string Direction { get; init; } = "both";

    [Id(1)]
    public bool Enabled { get; init; } = true;

    /// <summary>Without a topic of its own: every topic, not only the general one.</summary>
    [Id(2)]
    public bool AllTopics { get; init; }

    /// <summary>Bots whose messages are relayed, by id.</summary>
    [Id(3)]
    public ImmutableArray<string> RelayBots { get; init; } = [];

    /// <summary>Whether commands and their answers are relayed.</summary>
    [Id(4)]
    public bool RelayCommands { get; init; } = true;

    /// <summary>Discord: <c>webhook</c> or <c>prefix</c>.</summary>
    [Id(5)]
    public string Identity { get; init; } = "webhook";

    /// <summary>Discord's <c>allowed_mentions.parse</c>: <c>users</c>, <c>roles</c>, <c>everyone</c>.</summary>
    [Id(6)]
    public ImmutableArray<string> AllowMentions { get; init; } = [];

    /// <summary>Prefix of a relayed message; <c>{nick} {userid} {platform} {label} {room} {gateway}</c>.</summary>
    [Id(7)]
    public string NameFormat { get; init; } = "[{label}] {nick}";

    /// <summary>A zero-width space in names, so that nobody is highlighted.</summary>
    [Id(8)]
    public bool NoPingNames { get; init; }

    /// <summary>Users that are not relayed, by id.</summary>
    [Id(9)]
    public ImmutableArray<string> IgnoreUsers { get; init; } = [];

    /// <summary>Regular expressions; what matches is not relayed.</summary>
    [Id(10)]
    public ImmutableArray<string> IgnorePatterns { get; init; } = [];

    [Id(11)]
    public ImmutableArray<ReplaceRule> Replace { get; init; } = [];

    /// <summary>Which name is shown: <c>nickname</c>, <c>global</c>, <c>username</c>, <c>first</c>.</summary>
    [Id(12)]
    public string NamePreference { get; init; } = "nickname";
}

/// <summary>A replacement in relayed texts.</summary>
/// <param name="Pattern">Regular expression without backtracking.</param>
/// <param name="With">Replacement.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.chat-replace-rule")]
public sealed record ReplaceRule([property: Id(0)] string Pattern, [property: Id(1)] string With);

using System.Collections.Immutable;

namespace Vespid.GrainInterfaces.ChatOps;

/// <summary>What the configuration of ChatOps is read from.</summary>
/// <param name="Variables">Environment, by name; empty values count as absent.</param>
/// <param name="Document">Text of the static configuration (JSON); null when there is none.</param>
public sealed record ChatOpsInput(IReadOnlyDictionary<string, string> Variables, string? Document);

/// <summary>What came of it: settings as far as they could be read, and everything that is wrong.</summary>
/// <param name="Settings">Usable only without errors.</param>
/// <param name="Errors">Each keeps the process from starting.</param>
/// <param name="Warnings">Each makes the system <c>degraded</c>.</param>
public sealed record ChatOpsParsed(ChatOpsSettings Settings, ImmutableArray<ChatOpsFault> Errors, ImmutableArray<ChatOpsFault> Warnings);

/// <summary>Something wrong with the configuration.</summary>
/// <param name="Code">For example <c>chat_binding_field_missing:room_id</c>.</param>
/// <param name="Message">For a person; names the variable or the place in the document.</param>
/// <param name="Index">Which binding, from 0.</param>
public sealed record ChatOpsFault(string Code, string Message, int? Index = null);

/// <summary>Settings of ChatOps, complete and checked.</summary>
public sealed record ChatOpsSettings
{
    public static ChatOpsSettings Off { get; } = new();

    public bool Enabled { get; init; }

    public ImmutableArray<ChatInstanceSettings> Instances { get; init; } = [];

    public ImmutableArray<ChatRoomSettings> Rooms { get; init; } = [];

    public ImmutableHashSet<string> AllowedTelegramUserIds { get; init; } = [];

    public ImmutableHashSet<string> AllowedDiscordUserIds { get; init; } = [];

    /// <summary>Who may approve, as <c>telegram:1</c> or <c>discord:2</c>, by group.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> ApproverGroups { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    public ImmutableArray<ApprovalRule> Approvals { get; init; } = [];

    public ImmutableArray<AccessRule> Rules { get; init; } = [];

    /// <summary>Whether anybody in a bound room is a viewer.</summary>
    public bool ViewersAllowed { get; init; } = true;

    public string BotName { get; init; } = "ContentOps";

    public string CommandPrefix { get; init; } = "/ops";

    /// <summary>What the mutation switch says when nobody has set it.</summary>
    public bool MutationsEnabled { get; init; }

    public string? GitHubOwner { get; init; }

    public string? GitHubRepository { get; init; }

    /// <summary>Never logged, never shown.</summary>
    public string? GitHubToken { get; init; }

    public ImmutableArray<string> GitHubLabels { get; init; } = ["contentops", "chatops"];

    public ImmutableArray<string> GitHubNoteLabels { get; init; } = ["docs-note"];

    /// <summary>Pages that notes may be about; when there are none, a note is about whatever it says.</summary>
    public ImmutableArray<ChatPage> Pages { get; init; } = [];

    /// <summary>The operator's pipeline; null makes <c>run</c> answer <c>orchestrator_unavailable</c>.</summary>
    public RunSettings? Run { get; init; }

    /// <summary>Where <c>coverage</c> is asked for; null answers <c>not_configured</c>.</summary>
    public Uri? CoverageUrl { get; init; }

    public CatchUp CatchUp { get; init; } = CatchUp.Recent;

    public TimeSpan CatchUpWindow { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Relays of one text in a room within a minute that trip a binding.</summary>
    public int LoopMax { get; init; } = 20;

    public int MaxParts { get; init; } = 3;

    /// <summary>Open entries of one binding beyond which nothing more is queued for it.</summary>
    public int QueueLimit { get; init; } = 5000;

    /// <summary>People known on several platforms.</summary>
    public ImmutableArray<ChatIdentity> Identities { get; init; } = [];

    /// <summary>Whether an unbound chat is told so, at most once a minute.</summary>
    public bool UnboundNotice { get; init; }

    // What a record would print holds tokens.
    public override string ToString() => $"{nameof(ChatOpsSettings)}({Rooms.Length} rooms)";
}

/// <summary>One bot account.</summary>
/// <param name="Id">Name used by bindings; <c>telegram</c> and <c>discord</c> unless more are configured.</param>
/// <param name="Channel"><c>telegram</c> or <c>discord</c>.</param>
/// <param name="Token">Never logged, never shown.</param>
/// <param name="TokenVariable">Where it came from.</param>
public sealed record ChatInstanceSettings(string Id, string Channel, string Token, string TokenVariable)
{
    public override string ToString() => $"{Channel}/{Id}";
}

/// <summary>A room and what it is bound to.</summary>
public sealed record ChatRoomSettings(string RoomId, string RoomName, ImmutableArray<ChatBindingSettings> Bindings);

/// <summary>A binding.</summary>
public sealed record ChatBindingSettings(string Channel, string InstanceId, string ExternalRoomId, string? TopicId, BindingOptions Options);

/// <summary>What the pipeline is.</summary>
/// <param name="Url">Posted to, with the run as JSON; null for a workflow.</param>
/// <param name="Token">Bearer token of the call; never logged, never shown.</param>
/// <param name="WorkflowId">Workflow of this runtime.</param>
/// <param name="OrganizationId">Its organisation.</param>
/// <param name="UserId">On whose behalf it is triggered.</param>
/// <param name="Timeout">After it the run is <c>timed_out</c>.</param>
public sealed record RunSettings(Uri? Url, string? Token, Guid? WorkflowId, Guid? OrganizationId, Guid? UserId, TimeSpan Timeout)
{
    public override string ToString() => Url is null ? $"workflow {WorkflowId}" : Url.Host;
}

/// <summary>A page of the documentation.</summary>
/// <param name="Path">For example <c>/docs/setup</c>.</param>
/// <param name="Id">Id in the content system.</param>
/// <param name="Title">Title.</param>
public sealed record ChatPage(string Path, string? Id, string? Title);

/// <summary>A person on several platforms.</summary>
public sealed record ChatIdentity(string Name, string? TelegramId, string? DiscordId);

/// <summary>What is done about messages written while nobody listened.</summary>
public enum CatchUp
{
    None,
    Recent,
    All,
}

using System.Collections.Immutable;
using System.Text.Json;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>The environment over the document.</summary>
internal sealed class ConfigurationSource
{
    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly ConfigurationSection _document;
    private readonly ConfigurationFaults _faults;

    public ConfigurationSource(IReadOnlyDictionary<string, string> variables, JsonElement document, ConfigurationFaults faults)
    {
        (_variables, _faults) = (variables, faults);
        _document = new ConfigurationSection(document, "", faults);
    }

    /// <summary>Whether the environment says so in so many words; else a document that cannot be read might have said otherwise.</summary>
    public bool IsOff => Variable("CONTENTOPS_CHAT_ENABLED") is { } said && Words.Bool(said) == false;

    public string? Variable(string name) => _variables.TryGetValue(name, out var value) && value.Trim() is { Length: > 0 } text ? text : null;

    public bool Bool(string variable, string key, bool otherwise)
    {
        var written = _document.Bool(key, otherwise);
        if (Variable(variable) is not { } value)
            return written;
        if (Words.Bool(value) is { } meant)
            return meant;
        _faults.Invalid(variable, "true or false");
        return otherwise;
    }

    public ChatOpsSettings Settings()
    {
        var instances = new InstanceReading(this, _faults).Read(_document);
        var groups = Groups();
        var settings = new ChatOpsSettings
        {
            Instances = instances,
            Rooms = new RoomReading(this, instances, _faults).Read(_document),
            AllowedTelegramUserIds = Users("telegram", "CONTENTOPS_ALLOWED_TELEGRAM_USER_IDS", "allowed_telegram_user_ids"),
            AllowedDiscordUserIds = Users("discord", "CONTENTOPS_ALLOWED_DISCORD_USER_IDS", "allowed_discord_user_ids"),
            ApproverGroups = groups,
            Approvals = PolicyReading.Approvals(_document, groups, _faults),
            Rules = PolicyReading.Rules(_document, _faults),
            ViewersAllowed = _document.Bool("viewers_allowed", true),
            BotName = Text("CONTENTOPS_BOT_NAME", "bot_name") ?? "ContentOps",
            CommandPrefix = Prefix(),
            MutationsEnabled = Bool("CONTENTOPS_CHAT_MUTATIONS", "mutation_tools_enabled", otherwise: false),
            GitHubOwner = _document.Text("github_owner"),
            GitHubRepository = _document.Text("github_repo"),
            GitHubToken = Variable("GITHUB_TOKEN"),
            GitHubLabels = _document.List("github_labels_base") ?? ["contentops", "chatops"],
            GitHubNoteLabels = _document.List("github_labels_docs_note") ?? ["docs-note"],
            Pages = PageReading.Read(_document, _faults),
            Run = RunReading.Read(_document, this, _faults),
            CoverageUrl = _document.Url("coverage_url"),
            CatchUp = Enum.Parse<CatchUp>(_document.Word("catchup", "recent", "none", "recent", "all"), ignoreCase: true),
            CatchUpWindow = TimeSpan.FromMinutes(_document.Int("catchup_minutes", 60, 1, 1440)),
            LoopMax = _document.Int("loop_max", 20, 2, 1000),
            MaxParts = _document.Int("max_parts", 3, 1, 10),
            QueueLimit = _document.Int("queue_limit", 5000, 10, 100_000),
            Identities = PolicyReading.Identities(_document, _faults),
            UnboundNotice = _document.Bool("unbound_notice", false),
        };
        _document.Done();
        return settings;
    }

    private string? Text(string variable, string key)
    {
        var written = _document.Text(key);
        return Variable(variable) ?? written;
    }

    /// <summary>An empty prefix is a fault, not the default: everything would be a command.</summary>
    private string Prefix()
    {
        var written = _document["command_prefix"];
        var value = Variable("CONTENTOPS_COMMAND_PREFIX") ?? (written.ValueKind == JsonValueKind.String ? written.GetString()!.Trim() : _document.Text("command_prefix") ?? "/ops");
        var prefix = value.StartsWith('/') ? value : "/" + value;
        if (prefix.Length > 1 && !prefix.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is '@' or '"'))
            return prefix;
        _faults.Error("chat_prefix_invalid", "The command prefix must have at least one character besides its slash, and no blanks, quotes or at signs.");
        return "/ops";
    }

    private ImmutableHashSet<string> Users(string channel, string variable, string key)
    {
        var written = _document.List(key);
        var users = Variable(variable) is { } value ? Words.List(value) : written ?? [];
        if (users.Any(user => !ExternalIds.IsUser(channel, user)))
            _faults.Error($"chat_allowed_id_invalid:{channel}", $"{variable} must be numbers with commas between them: ids, not names.");
        return [.. users];
    }

    private ImmutableDictionary<string, ImmutableArray<string>> Groups()
    {
        var section = _document.Section("approver_groups");
        return section.Keys.ToImmutableDictionary(group => group, group => PolicyReading.People(section, group, _faults));
    }
}

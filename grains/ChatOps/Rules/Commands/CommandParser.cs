using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Tells a command from other text: the prefix as a whole word, at the start or behind the bot's name.</summary>
internal static class CommandParser
{
    private const int MostBytes = 2048;

    /// <summary>Least and most words behind a subcommand.</summary>
    private static readonly Dictionary<string, (int Least, int Most)> Arity = new(StringComparer.Ordinal)
    {
        ["help"] = (0, 0), ["status"] = (0, 0), ["whoami"] = (0, 0), ["version"] = (0, 0), ["rooms"] = (0, 0), ["coverage"] = (0, 0), ["pending"] = (0, 0),
        ["chatinfo"] = (0, 0), ["recent-runs"] = (0, 1), ["run-status"] = (1, 1), ["links"] = (1, 1), ["run"] = (1, 1), ["cancel"] = (1, 1), ["approve"] = (1, 1), ["deny"] = (1, 1),
        ["pause"] = (1, 2), ["resume"] = (1, 1), ["dlq"] = (0, 2), ["issue"] = (1, int.MaxValue), ["note"] = (1, int.MaxValue), ["ask"] = (1, int.MaxValue),
    };

    /// <summary>Other names; rules and approvals know only the first.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal) { ["runs"] = "recent-runs", ["mute"] = "pause", ["unmute"] = "resume" };

    private static readonly string[] Modes = ["hourly", "nightly", "weekly", "monthly"];

    /// <summary>Null for what is no command.</summary>
    public static ParsedCommand? Parse(string text, CommandContext context)
    {
        var trimmed = text.Trim();
        if (Rest(trimmed, context) is not { } rest)
            return null;
        var word = FirstWord(rest);
        var name = Canonical(word);
        if (Encoding.UTF8.GetByteCount(trimmed) > MostBytes)
            return new ParsedCommand(name, [], ImmutableDictionary<string, string>.Empty, "", "too_long");
        var (words, flags, body) = CommandWords.Read(rest[word.Length..].TrimStart(' ', '\t'), flag => IsFlag(name, flag));
        return new ParsedCommand(name, words, flags, body, Problem(name, words, flags));
    }

    private static string Canonical(string word)
    {
        var name = word.Length == 0 ? "help" : word.ToLowerInvariant();
        name = Aliases.GetValueOrDefault(name, name);
        return Arity.ContainsKey(name) ? name : "unknown";
    }

    private static bool IsFlag(string command, string flag) => command switch
    {
        "issue" => flag == "label",
        "note" => flag is "issue" or "label",
        "ask" => false,
        _ => true,
    };

    private static string? Problem(string name, ImmutableArray<string> words, ImmutableDictionary<string, string> flags) => name switch
    {
        "unknown" => "unknown_command",
        "issue" when words.IsEmpty => "missing_title",
        "note" when words.IsEmpty => flags.ContainsKey("issue") ? "invalid_note_request" : "target_missing",
        _ when words.Length < Arity[name].Least || words.Length > Arity[name].Most => "bad_arguments",
        "dlq" when !words.IsEmpty && (words[0] != "redrive" || words.Length != 2) => "bad_arguments",
        "recent-runs" when !words.IsEmpty && !IsCount(words[0], 20) => "bad_arguments",
        "pause" when words.Length == 2 && !IsCount(words[1], 10_080) => "bad_arguments",
        "run" when !Modes.Contains(words[0]) => "invalid_mode",
        _ => null,
    };

    private static bool IsCount(string word, int most) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most;

    /// <summary>What stands behind the prefix; null when there is none that counts.</summary>
    private static string? Rest(string text, CommandContext context) =>
        AfterPrefix(text, context) ?? (Addressed(text, context) is { } rest ? AfterPrefix(rest, context) : null);

    private static string? AfterPrefix(string text, CommandContext context)
    {
        if (!text.StartsWith(context.Prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var rest = text[context.Prefix.Length..];
        if (rest.StartsWith('@'))
        {
            var named = FirstWord(rest);
            // Another bot's command is none of ours.
            if (context.BotUsername is null || !named[1..].Equals(context.BotUsername, StringComparison.OrdinalIgnoreCase))
                return null;
            rest = rest[named.Length..];
        }

        if (rest.Length > 0 && !char.IsWhiteSpace(rest[0]))
            return null;
        return rest.Trim();
    }

    /// <summary>The text behind the bot's name at its start, or without its mention when the platform says that there is one.</summary>
    private static string? Addressed(string text, CommandContext context)
    {
        foreach (var name in Names(context))
        {
            if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase) && text.Length > name.Length
                && (text[name.Length] is ':' or ',' || char.IsWhiteSpace(text[name.Length])))
                return text[(name.Length + 1)..].TrimStart();
        }

        return context.AddressesBot ? WithoutMention(text, context) : null;
    }

    private static string WithoutMention(string text, CommandContext context)
    {
        var mention = Names(context).Where(name => name.StartsWith('@')).Select(name => (At: text.IndexOf(name, StringComparison.OrdinalIgnoreCase), name.Length))
            .Where(found => found.At >= 0).DefaultIfEmpty((At: text.IndexOf('@', StringComparison.Ordinal), Length: 0)).First();
        if (mention.At < 0)
            return text;
        // By another name than we know: the first word that is one.
        var length = mention.Length > 0 ? mention.Length : FirstWord(text[mention.At..]).Length;
        return (text[..mention.At].TrimEnd() + " " + text[(mention.At + length)..].TrimStart(':', ',', ' ')).Trim();
    }

    private static IEnumerable<string> Names(CommandContext context) =>
        context.BotUsername is { Length: > 0 } username ? [$"@{username}", $"@{context.BotName}", context.BotName] : [$"@{context.BotName}", context.BotName];

    private static string FirstWord(string text)
    {
        var end = 0;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
            end++;
        return text[..end];
    }
}

using System.Collections.Immutable;
using System.Text;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Tells a command from other text: the prefix as a whole word, at the start or behind the bot's name.</summary>
internal static class CommandParser
{
    private const int MostBytes = 2048;
    private const int MostWords = 64;

    /// <summary>Least and most words behind a subcommand.</summary>
    private static readonly Dictionary<string, (int Least, int Most)> Arity = new(StringComparer.Ordinal)
    {
        ["help"] = (0, 0), ["status"] = (0, 0), ["whoami"] = (0, 0), ["version"] = (0, 0), ["rooms"] = (0, 0), ["coverage"] = (0, 0), ["pending"] = (0, 0),
        ["chatinfo"] = (0, 0), ["recent-runs"] = (0, 1), ["runs"] = (0, 1), ["run-status"] = (1, 1), ["run"] = (1, 1), ["cancel"] = (1, 1), ["approve"] = (1, 1),
        ["deny"] = (1, 1), ["pause"] = (1, 2), ["mute"] = (1, 2), ["resume"] = (1, 1), ["unmute"] = (1, 1), ["dlq"] = (0, 2),
        ["issue"] = (1, int.MaxValue), ["note"] = (1, int.MaxValue), ["ask"] = (1, int.MaxValue),
    };

    private static readonly string[] Modes = ["hourly", "nightly", "weekly", "monthly"];

    /// <summary>Null for what is no command.</summary>
    public static ParsedCommand? Parse(string text, CommandContext context)
    {
        if (Rest(text.Trim(), context) is not { } rest)
            return null;
        if (Encoding.UTF8.GetByteCount(text.Trim()) > MostBytes)
            return new ParsedCommand(FirstWord(rest) is { Length: > 0 and <= 32 } word ? word.ToLowerInvariant() : "unknown", [], ImmutableDictionary<string, string>.Empty, "", "too_long");
        var name = FirstWord(rest).ToLowerInvariant();
        if (name.Length == 0)
            name = "help";
        var body = rest.Length > name.Length ? rest[Math.Min(rest.Length, FirstWord(rest).Length)..].TrimStart(' ', '\t') : "";
        var (words, flags) = CommandWords.Read(body);
        return new ParsedCommand(
            Arity.ContainsKey(name) ? name : "unknown", words.Length > MostWords ? [.. words.Take(MostWords)] : words, flags, CommandWords.WithoutFlags(body, flags),
            Problem(name, words));
    }

    private static string? Problem(string name, ImmutableArray<string> words)
    {
        if (!Arity.TryGetValue(name, out var arity))
            return "unknown_command";
        if (name == "dlq" && words.Length > 0 && (words[0] != "redrive" || words.Length != 2))
            return "bad_arguments";
        if (words.Length < arity.Least || words.Length > arity.Most)
            return name == "issue" ? "missing_title" : name == "note" ? "invalid_note_request" : "bad_arguments";
        return name == "run" && !Modes.Contains(words[0]) ? "invalid_mode" : null;
    }

    /// <summary>What stands behind the prefix; null when there is none that counts.</summary>
    private static string? Rest(string text, CommandContext context) => AfterPrefix(text, context) ?? (Addressed(text, context) is { } rest ? AfterPrefix(rest, context) : null);

    private static string? AfterPrefix(string text, CommandContext context)
    {
        if (!text.StartsWith(context.Prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var rest = text[context.Prefix.Length..];
        if (rest.StartsWith('@'))
        {
            var end = rest.AsSpan().IndexOfAny(' ', '\n', '\t');
            var named = end < 0 ? rest[1..] : rest[1..end];
            // Another bot's command is none of ours.
            if (context.BotUsername is null || !named.Equals(context.BotUsername, StringComparison.OrdinalIgnoreCase))
                return null;
            rest = end < 0 ? "" : rest[end..];
        }

        return rest.Length == 0 || char.IsWhiteSpace(rest[0]) ? rest.Trim() : null;
    }

    /// <summary>The text behind the name of the bot at its start; without its mention when it is mentioned anywhere.</summary>
    private static string? Addressed(string text, CommandContext context)
    {
        foreach (var name in new[] { context.BotName, "@" + context.BotName, context.BotUsername is null ? null : "@" + context.BotUsername })
        {
            if (name is not null && text.StartsWith(name, StringComparison.OrdinalIgnoreCase) && text.Length > name.Length && text[name.Length] is ':' or ',' or ' ')
                return text[(name.Length + 1)..].TrimStart();
        }

        if (!context.AddressesBot)
            return null;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith('@') && !word.StartsWith("<@", StringComparison.Ordinal));
        return string.Join(' ', words);
    }

    private static string FirstWord(string text)
    {
        var end = text.AsSpan().IndexOfAny(' ', '\n', '\t');
        return end < 0 ? text : text[..end];
    }
}

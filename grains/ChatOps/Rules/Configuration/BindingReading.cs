using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>How one binding relays.</summary>
internal static class BindingReading
{
    public static BindingOptions Options(ConfigurationSection section, ConfigurationFaults faults)
    {
        var standard = BindingOptions.Default;
        return new BindingOptions
        {
            Direction = section.Word("direction", standard.Direction, "both", "inbound", "outbound"),
            Enabled = section.Bool("enabled", standard.Enabled),
            AllTopics = section.Bool("all_topics", standard.AllTopics),
            RelayBots = section.List("relay_bots") ?? [],
            RelayCommands = section.Bool("relay_commands", standard.RelayCommands),
            Identity = section.Word("identity", standard.Identity, "webhook", "prefix"),
            AllowMentions = Mentions(section, faults),
            NameFormat = section.Text("name_format") ?? standard.NameFormat,
            NoPingNames = section.Bool("no_ping_names", standard.NoPingNames),
            IgnoreUsers = section.List("ignore_users") ?? [],
            IgnorePatterns = [.. Patterns(section, faults)],
            Replace = [.. Replacements(section, faults)],
            NamePreference = section.Word("names", standard.NamePreference, "nickname", "global", "username", "first"),
        };
    }

    /// <summary>Whether it is a pattern whose time is bounded by the text's length.</summary>
    public static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static ImmutableArray<string> Mentions(ConfigurationSection section, ConfigurationFaults faults)
    {
        var mentions = section.List("allow_mentions") ?? [];
        if (mentions.Any(mention => mention is not ("users" or "roles" or "everyone")))
            faults.Invalid($"{section.Path}.allow_mentions", "users, roles or everyone");
        return mentions;
    }

    private static IEnumerable<string> Patterns(ConfigurationSection section, ConfigurationFaults faults)
    {
        // One text is one pattern: a comma may be part of it.
        var value = section["ignore_patterns"];
        var patterns = value.ValueKind == System.Text.Json.JsonValueKind.String ? [value.GetString()!] : section.List("ignore_patterns") ?? [];
        foreach (var pattern in patterns)
        {
            if (IsPattern(pattern))
                yield return pattern;
            else
                faults.Invalid($"{section.Path}.ignore_patterns", "regular expressions without backtracking");
        }
    }

    private static IEnumerable<ReplaceRule> Replacements(ConfigurationSection section, ConfigurationFaults faults)
    {
        foreach (var replacement in section.Sections("replace"))
        {
            var (pattern, with) = (replacement.Text("pattern"), replacement["with"]);
            replacement.Done();
            if (pattern is not null && IsPattern(pattern) && with.ValueKind is System.Text.Json.JsonValueKind.String)
                yield return new ReplaceRule(pattern, with.GetString()!);
            else
                faults.Invalid(replacement.Path, "a pattern (regular expression without backtracking) and a text to put in its place");
        }
    }
}

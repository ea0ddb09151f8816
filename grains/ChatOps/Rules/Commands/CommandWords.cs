using System.Collections.Immutable;
using System.Text;

namespace Vespid.Grains.ChatOps;

/// <summary>The words of a command, with quotes and flags taken apart.</summary>
internal static class CommandWords
{
    public static (ImmutableArray<string> Words, ImmutableDictionary<string, string> Flags) Read(string text)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var flags = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var all = Split(text);
        for (var at = 0; at < all.Count; at++)
        {
            if (all[at] is not { IsQuoted: false, Text: var word } || !word.StartsWith("--", StringComparison.Ordinal) || word.Length < 3)
            {
                words.Add(all[at].Text);
                continue;
            }

            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = equals > 0 ? word[2..equals] : word[2..];
            var value = equals > 0 ? word[(equals + 1)..] : at + 1 < all.Count ? all[++at].Text : "";
            flags[name] = flags.TryGetValue(name, out var before) ? $"{before},{value}" : value;
        }

        return (words.ToImmutable(), flags.ToImmutable());
    }

    /// <summary>The text without its flags, lines kept.</summary>
    public static string WithoutFlags(string text, ImmutableDictionary<string, string> flags)
    {
        var rest = text;
        foreach (var (name, values) in flags)
        {
            foreach (var value in values.Split(','))
            {
                foreach (var spelled in new[] { $"--{name}={value}", $"--{name}=\"{value}\"", $"--{name} {value}", $"--{name} \"{value}\"" })
                    rest = rest.Replace(spelled, "", StringComparison.Ordinal);
            }
        }

        return rest.Trim();
    }

    private static List<(string Text, bool IsQuoted)> Split(string text)
    {
        var words = new List<(string, bool)>();
        var word = new StringBuilder();
        var (quoted, wasQuoted) = (false, false);
        foreach (var letter in text)
        {
            if (letter == '"')
            {
                quoted = !quoted;
                wasQuoted |= word.Length == 0;
            }
            else if (!quoted && char.IsWhiteSpace(letter))
            {
                Take();
            }
            else
            {
                word.Append(letter);
            }
        }

        Take();
        return words;

        void Take()
        {
            if (word.Length > 0 || wasQuoted)
                words.Add((word.ToString(), wasQuoted));
            word.Clear();
            wasQuoted = false;
        }
    }
}

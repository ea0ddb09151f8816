using System.Collections.Immutable;
using System.Text;

namespace Vespid.Grains.ChatOps;

/// <summary>The words of a command, with quotes and flags taken apart.</summary>
internal static class CommandWords
{
    /// <summary>Takes a text apart.</summary>
    /// <param name="text">What stands behind the subcommand.</param>
    /// <param name="isFlag">Whether a name is one of a flag; words that only look like flags stay what they are.</param>
    /// <returns>Words, flags, and the text as it was written but for its flags.</returns>
    public static (ImmutableArray<string> Words, ImmutableDictionary<string, string> Flags, string Body) Read(string text, Func<string, bool> isFlag)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var flags = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var (body, kept) = (new StringBuilder(text.Length), 0);
        var all = Split(text);
        for (var at = 0; at < all.Count; at++)
        {
            var word = all[at];
            var equals = word.Text.IndexOf('=', StringComparison.Ordinal);
            var name = word.Text.StartsWith("--", StringComparison.Ordinal) && !word.IsQuoted ? equals > 0 ? word.Text[2..equals] : word.Text[2..] : "";
            if (name.Length == 0 || !isFlag(name))
            {
                words.Add(word.Text);
                continue;
            }

            var value = equals > 0 ? word.Text[(equals + 1)..] : at + 1 < all.Count ? all[++at].Text : "";
            flags[name] = flags.TryGetValue(name, out var before) ? $"{before},{value}" : value;
            body.Append(text, kept, word.Start - kept);
            kept = all[at].End;
            // The blank behind it goes along, but a new line begins where it began.
            if (kept < text.Length && text[kept] == ' ')
                kept++;
        }

        return (words.ToImmutable(), flags.ToImmutable(), body.Append(text, kept, text.Length - kept).ToString().Trim());
    }

    private static List<(string Text, bool IsQuoted, int Start, int End)> Split(string text)
    {
        var words = new List<(string, bool, int, int)>();
        var word = new StringBuilder();
        var (start, isQuoted, inQuotes) = (-1, false, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (!inQuotes && char.IsWhiteSpace(text[i]))
            {
                Take(i);
                continue;
            }

            if (start < 0)
                (start, isQuoted) = (i, text[i] == '"');
            if (text[i] == '"')
                inQuotes = !inQuotes;
            else
                word.Append(text[i]);
        }

        Take(text.Length);
        return words;

        void Take(int end)
        {
            if (start >= 0)
                words.Add((word.ToString(), isQuoted, start, end));
            word.Clear();
            start = -1;
        }
    }
}

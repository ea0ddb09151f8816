using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>
/// Cuts a text into messages. A part ends after a paragraph, else a line, else a word, else a character as people see it; never within a link, a mention
/// or code, unless that alone is longer than a message. What is cut is marked up again in the next part.
/// </summary>
internal static class TextParts
{
    /// <summary>Cuts it.</summary>
    /// <param name="text">Text.</param>
    /// <param name="max">Longest message, in the unit of <paramref name="measure"/>; 16 or more.</param>
    /// <param name="reserveFirst">Room that the first part leaves, for example for a prefix.</param>
    /// <param name="maxParts">Most parts.</param>
    /// <param name="measure">How long a part would be as the platform counts.</param>
    /// <returns>Parts without those that show nothing; whether there was more, so that the full text must go along as a file.</returns>
    public static SplitText Split(RichText text, int max, int reserveFirst, int maxParts, Func<RichText, int> measure)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max - reserveFirst, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxParts, 1);
        var whole = RichForm.Of(text);
        var parts = ImmutableArray.CreateBuilder<RichText>();
        var start = 0;
        while (start < whole.Text.Length && parts.Count < maxParts)
        {
            var limit = parts.Count == 0 ? max - reserveFirst : max;
            if (Next(whole, start, limit, measure) is not { } end)
            {
                // Not even one character fits with its markup, for example in a link with a long address: it goes without.
                whole = whole with { Spans = whole.Spans.RemoveAll(span => span.Offset <= start && start < span.End) };
                continue;
            }

            if (!string.IsNullOrWhiteSpace(whole.Text[start..end]))
                parts.Add(whole.Slice(start, end));
            start = end;
        }

        return new SplitText(parts.ToImmutable(), !string.IsNullOrWhiteSpace(whole.Text[start..]));
    }

    private static int? Next(RichText whole, int start, int limit, Func<RichText, int> measure)
    {
        if (Fits(whole.Text.Length))
            return whole.Text.Length;
        var cuts = new TextCuts(whole, start);
        var furthest = Furthest(cuts.Graphemes);
        if (furthest < 0)
            return Furthest(cuts.Runes) is >= 0 and var rune ? cuts.Runes[rune] : null;
        return cuts.Best(cuts.Graphemes[furthest], Fits);

        bool Fits(int end) => measure(whole.Slice(start, end)) <= limit;

        // The parts grow with their end, but for a few characters of markup: search by halves, then step back.
        int Furthest(IReadOnlyList<int> ends)
        {
            var (low, high) = (-1, ends.Count - 1);
            while (low < high)
            {
                var middle = low + ((high - low + 1) / 2);
                if (Fits(ends[middle]))
                    low = middle;
                else
                    high = middle - 1;
            }

            while (low >= 0 && !Fits(ends[low]))
                low--;
            return low;
        }
    }
}

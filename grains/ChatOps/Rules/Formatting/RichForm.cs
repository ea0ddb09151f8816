using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>
/// Brings spans into a form that both platforms can show: in order, either apart or one within the other. Telegram refuses styles in code and spans that
/// overlap (core.telegram.org/bots/api#formatting-options); Discord needs visible characters at the edges of a style and quotes that are lines.
/// </summary>
internal static class RichForm
{
    public static RichText Of(RichText rich) => Of(rich.Text, rich.Spans);

    /// <summary>What has no form is left out; text never is.</summary>
    public static RichText Of(string text, IEnumerable<RichSpan> given) => new(text, Spans(text, given));

    private static ImmutableArray<RichSpan> Spans(string text, IEnumerable<RichSpan> given)
    {
        var usable = given.Select(span => Clip(text, span)).Where(span => span.Length > 0 && IsKnown(span)).ToList();
        if (usable.Count == 0)
            return [];
        var atoms = Atoms(text, usable);
        var quotes = Quotes(text, usable, atoms);
        var styles = Nested(usable.Where(span => span.IsStyle).GroupBy(span => span.Style).SelectMany(kind => Styles(kind, atoms, quotes)))
            .Select(span => Trim(text, span))
            .Where(span => span.Length > 0);
        return [.. quotes.Concat(styles).Concat(atoms).OrderBy(span => span.Offset).ThenByDescending(span => span.End).ThenBy(span => span.Depth)];
    }

    /// <summary>Within the text, no surrogate pair cut.</summary>
    private static RichSpan Clip(string text, RichSpan span)
    {
        var start = Math.Clamp(span.Offset, 0, text.Length);
        var end = (int)Math.Clamp((long)span.Offset + span.Length, start, text.Length);
        if (end == start)
            return span with { Offset = start, Length = 0 };
        return RichSpan.Between(IsWithinPair(text, start) ? start - 1 : start, IsWithinPair(text, end) ? end + 1 : end, span.Style, span.Argument);
    }

    private static bool IsWithinPair(string text, int at) => at > 0 && at < text.Length && char.IsSurrogatePair(text[at - 1], text[at]);

    private static bool IsKnown(RichSpan span) => span.Style != RichStyle.Link || WebAddress.IsOne(span.Argument);

    /// <summary>Links, mentions and code, none within another: a block wins, then a link, then what was first.</summary>
    private static List<RichSpan> Atoms(string text, List<RichSpan> spans)
    {
        var atoms = new List<RichSpan>();
        foreach (var span in spans.Where(span => !span.IsStyle && span.Style != RichStyle.Quote)
            .OrderBy(Rank).ThenBy(span => span.Offset).ThenByDescending(span => span.Length))
        {
            if (!atoms.Any(atom => atom.Overlaps(span)))
                atoms.AddRange(span.Style == RichStyle.Pre ? [span] : Lines(text, span));
        }

        return atoms;

        static int Rank(RichSpan span) => span.Style switch { RichStyle.Pre => 0, RichStyle.Link => 1, _ => 2 };
    }

    /// <summary>One span a line; links and mentions without the blanks around them.</summary>
    private static IEnumerable<RichSpan> Lines(string text, RichSpan span)
    {
        var start = span.Offset;
        while (start < span.End)
        {
            var newline = text.IndexOf('\n', start, span.End - start);
            var end = newline < 0 ? span.End : newline;
            var line = RichSpan.Between(start, end, span.Style, span.Argument);
            var kept = span.Style == RichStyle.Code ? line : Trim(text, line);
            if (kept.Length > 0)
                yield return kept;
            start = end + 1;
        }
    }

    private static List<RichSpan> Quotes(string text, List<RichSpan> spans, List<RichSpan> atoms)
    {
        var quotes = new List<RichSpan>();
        foreach (var span in spans.Where(span => span.Style == RichStyle.Quote).OrderBy(span => span.Offset))
        {
            var quote = WholeLines(text, Trimmed(text, span), atoms);
            if (quotes.Count > 0 && quote.Offset <= quotes[^1].End)
                quotes[^1] = RichSpan.Between(quotes[^1].Offset, Math.Max(quote.End, quotes[^1].End), RichStyle.Quote);
            else
                quotes.Add(quote);
        }

        return quotes;
    }

    /// <summary>A quote that ends with a newline does not reach into the next line.</summary>
    private static RichSpan Trimmed(string text, RichSpan span) => span.Length > 1 && text[span.End - 1] == '\n' ? span with { Length = span.Length - 1 } : span;

    private static RichSpan WholeLines(string text, RichSpan span, List<RichSpan> atoms)
    {
        var quote = span;
        while (true)
        {
            var block = atoms.Where(atom => atom.Style == RichStyle.Pre && atom.Offset <= quote.End && quote.Offset <= atom.End).ToList();
            var start = block.Select(atom => atom.Offset).Append(quote.Offset).Min();
            var end = block.Select(atom => atom.End).Append(quote.End).Max();
            start = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1;
            var newline = text.IndexOf('\n', end);
            var wider = RichSpan.Between(start, newline < 0 ? text.Length : newline, RichStyle.Quote);
            if (wider == quote)
                return quote;
            quote = wider;
        }
    }

    /// <summary>The stretches of one style: joined where they touch, over whole links and mentions, without code, not across the edge of a quote.</summary>
    private static IEnumerable<RichSpan> Styles(IEnumerable<RichSpan> spans, List<RichSpan> atoms, List<RichSpan> quotes)
    {
        var joined = new List<RichSpan>();
        foreach (var span in spans.Select(span => OverAtoms(span, atoms)).OrderBy(span => span.Offset))
        {
            if (joined.Count > 0 && span.Offset <= joined[^1].End)
                joined[^1] = RichSpan.Between(joined[^1].Offset, Math.Max(joined[^1].End, span.End), span.Style);
            else
                joined.Add(span with { Argument = null });
        }

        var edges = quotes.SelectMany(quote => new[] { quote.Offset, quote.End }).ToList();
        return joined.SelectMany(span => Without(span, atoms)).SelectMany(span => CutAt(span, edges));
    }

    private static RichSpan OverAtoms(RichSpan style, List<RichSpan> atoms)
    {
        var held = atoms.Where(atom => !atom.IsCode && atom.Overlaps(style)).ToList();
        return held.Count == 0
            ? style
            : RichSpan.Between(Math.Min(style.Offset, held.Min(atom => atom.Offset)), Math.Max(style.End, held.Max(atom => atom.End)), style.Style);
    }

    private static IEnumerable<RichSpan> Without(RichSpan style, List<RichSpan> atoms)
    {
        var start = style.Offset;
        foreach (var code in atoms.Where(atom => atom.IsCode && atom.Overlaps(style)).OrderBy(atom => atom.Offset))
        {
            if (code.Offset > start)
                yield return RichSpan.Between(start, code.Offset, style.Style);
            start = code.End;
        }

        if (start < style.End)
            yield return RichSpan.Between(start, style.End, style.Style);
    }

    private static IEnumerable<RichSpan> CutAt(RichSpan style, List<int> edges)
    {
        var start = style.Offset;
        foreach (var edge in edges.Where(edge => edge > style.Offset && edge < style.End))
        {
            yield return RichSpan.Between(start, edge, style.Style);
            start = edge;
        }

        yield return RichSpan.Between(start, style.End, style.Style);
    }

    /// <summary>Styles that overlap in part are cut at the end of the one that began first.</summary>
    private static List<RichSpan> Nested(IEnumerable<RichSpan> styles)
    {
        var waiting = new SortedSet<RichSpan>(styles, Comparer<RichSpan>.Create(
            (one, other) => (one.Offset, -one.End, one.Depth).CompareTo((other.Offset, -other.End, other.Depth))));
        var (nested, open) = (new List<RichSpan>(), new Stack<RichSpan>());
        while (waiting.Count > 0)
        {
            var span = waiting.Min;
            waiting.Remove(span);
            while (open.TryPeek(out var outer) && outer.End <= span.Offset)
                open.Pop();
            if (open.TryPeek(out var around) && span.End > around.End)
            {
                waiting.Add(RichSpan.Between(around.End, span.End, span.Style));
                span = RichSpan.Between(span.Offset, around.End, span.Style);
            }

            open.Push(span);
            nested.Add(span);
        }

        return nested;
    }

    private static RichSpan Trim(string text, RichSpan span)
    {
        var (start, end) = (span.Offset, span.End);
        while (start < end && IsBlank(text[start]))
            start++;
        while (end > start && IsBlank(text[end - 1]))
            end--;
        return RichSpan.Between(start, end, span.Style, span.Argument);
    }

    // U+FEFF is white space to Discord's expressions.
    private static bool IsBlank(char character) => char.IsWhiteSpace(character) || character is '\uFEFF' or Pings.Guard;
}

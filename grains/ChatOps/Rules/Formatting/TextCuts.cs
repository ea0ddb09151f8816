using System.Globalization;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Where a text may be cut.</summary>
internal sealed class TextCuts
{
    // More than any platform takes in one message, so that a long text is not looked through again for every part.
    private const int Horizon = 8192;
    private readonly RichText _text;
    private readonly int _start;

    public TextCuts(RichText text, int start)
    {
        (_text, _start) = (text, start);
        var until = Math.Min(text.Text.Length, start + Horizon);
        var (graphemes, runes) = (new List<int>(), new List<int>());
        for (var at = start; at < until;)
        {
            var length = StringInfo.GetNextTextElementLength(text.Text.AsSpan(at));
            for (var rune = at; rune < at + length;)
            {
                rune += rune + 1 < text.Text.Length && char.IsSurrogatePair(text.Text[rune], text.Text[rune + 1]) ? 2 : 1;
                runes.Add(rune);
            }

            at += length;
            graphemes.Add(at);
        }

        (Graphemes, Runes) = (graphemes, runes);
    }

    /// <summary>Behind each character as people see it.</summary>
    public IReadOnlyList<int> Graphemes { get; }

    /// <summary>Behind each code point, for a character that alone is too long.</summary>
    public IReadOnlyList<int> Runes { get; }

    /// <summary>The best place up to <paramref name="furthest"/> that does not leave the part almost empty.</summary>
    public int Best(int furthest, Func<int, bool> fits)
    {
        var least = _start + ((furthest - _start) / 3);
        var ends = Graphemes.TakeWhile(end => end <= furthest).ToList();
        foreach (var isPlace in new Func<int, bool>[] { IsParagraph, IsLine, IsBlank, _ => true })
        {
            var end = ends.FindLastIndex(end => end > least && isPlace(end) && !IsInside(end) && fits(end));
            if (end >= 0)
                return ends[end];
        }

        // Something that may not be cut fills the part. If it fits into one of its own, the part ends before it, however short.
        var before = ends.FindLastIndex(end => !IsInside(end) && fits(end));
        if (before >= 0)
            return ends[before];
        var line = ends.FindLastIndex(end => end > least && IsLine(end) && fits(end));
        return line >= 0 ? ends[line] : furthest;
    }

    private bool IsParagraph(int end) => IsLine(end) && end >= 2 && _text.Text[end - 2] is '\n' or '\r';

    private bool IsLine(int end) => _text.Text[end - 1] == '\n';

    private bool IsBlank(int end) => char.IsWhiteSpace(_text.Text[end - 1]);

    private bool IsInside(int end) => _text.Spans.Any(span => !span.IsStyle && span.Style != RichStyle.Quote && span.Offset < end && end < span.End);
}

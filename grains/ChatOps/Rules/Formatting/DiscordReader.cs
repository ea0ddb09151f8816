using System.Text;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>
/// Reads Discord's Markdown as its clients show it: what is not closed is text, code holds nothing else, quotes and headings are lines.
/// </summary>
internal sealed class DiscordReader
{
    // Deeper than people write; without it a hostile text would be read again for every level.
    private const int Deepest = 16;

    private static readonly (string Delimiter, RichStyle Style)[] Styles =
    [
        ("**", RichStyle.Bold), ("__", RichStyle.Underline), ("~~", RichStyle.Strike), ("||", RichStyle.Spoiler), ("*", RichStyle.Italic), ("_", RichStyle.Italic),
    ];

    private readonly StringBuilder _text = new();
    private readonly List<RichSpan> _spans = [];
    private readonly IDiscordNames _names;

    private DiscordReader(IDiscordNames names) => _names = names;

    public static RichText Read(string content, IDiscordNames names)
    {
        var reader = new DiscordReader(names);
        reader.Inner(content, 0, isQuoted: false);
        return RichForm.Of(reader._text.ToString(), reader._spans);
    }

    private void Inner(string content, int depth, bool isQuoted)
    {
        var at = 0;
        while (at < content.Length)
        {
            var isLine = at == 0 ? depth == 0 || isQuoted : content[at - 1] == '\n';
            var taken = isLine ? Line(content, at, depth, isQuoted) : 0;
            if (taken == 0)
                taken = Inline(content, at, depth);
            if (taken == 0)
            {
                _text.Append(content[at]);
                taken = 1;
            }

            at += taken;
        }
    }

    /// <summary>What only the start of a line can be.</summary>
    private int Line(string content, int at, int depth, bool isQuoted)
    {
        if (depth >= Deepest)
            return 0;
        if (!isQuoted && DiscordBlocks.Quote(content, at) is { Length: > 0 } quote)
        {
            Within(quote.Inner, RichStyle.Quote, depth, isQuoted: true);
            return quote.Length;
        }

        if (DiscordBlocks.Heading(content, at) is not { Length: > 0 } heading)
            return 0;
        Within(heading.Inner, heading.IsSmall ? null : RichStyle.Bold, depth, isQuoted: false);
        return heading.Length;
    }

    private int Inline(string content, int at, int depth) => content[at] switch
    {
        '\\' => Escape(content, at),
        '`' => Code(content, at),
        '<' => Tag(content, at),
        '[' when depth < Deepest => Link(content, at, depth),
        'h' or 'H' => Address(content, at),
        '*' or '_' or '~' or '|' when depth < Deepest => Style(content, at, depth),
        Pings.Guard when at > 0 && content[at - 1] == '@' => 1,
        _ => 0,
    };

    private int Escape(string content, int at)
    {
        if (at + 1 >= content.Length || char.IsAsciiLetterOrDigit(content[at + 1]) || char.IsWhiteSpace(content[at + 1]))
            return 0;
        _text.Append(content[at + 1]);
        return 2;
    }

    private int Code(string content, int at)
    {
        var (code, language, style, length) = DiscordBlocks.Code(content, at);
        if (length > 0)
            Literal(code, style, language);
        return length;
    }

    private int Tag(string content, int at)
    {
        var end = content.IndexOf('>', at);
        if (end < 0 || DiscordTags.Read(content[(at + 1)..end], _names) is not { } tag)
            return 0;
        if (tag.UserId is not null)
            Literal(tag.Text, RichStyle.Mention, tag.UserId);
        else
            _text.Append(tag.Text);
        return end + 1 - at;
    }

    private int Link(string content, int at, int depth)
    {
        if (DiscordBlocks.Link(content, at) is not { Length: > 0 } link)
            return 0;
        Within(link.Inner, RichStyle.Link, depth, isQuoted: false, link.Target);
        return link.Length;
    }

    /// <summary>An address ends at a blank, and nothing in it is markup.</summary>
    private int Address(string content, int at)
    {
        var length = WebAddress.RawLength(content, at);
        _text.Append(content, at, length);
        return length;
    }

    private int Style(string content, int at, int depth)
    {
        var (best, length) = (Styles[0], 0);
        foreach (var candidate in Styles)
        {
            var delimiter = candidate.Delimiter;
            if (string.CompareOrdinal(content, at, delimiter, 0, delimiter.Length) != 0 || DiscordDelimiters.End(content, at, delimiter) is not (> 0 and var end))
                continue;
            // Of a pair and a single one that both begin here, the one that reaches further is around the other.
            if (end + delimiter.Length - at > length)
                (best, length) = (candidate, end + delimiter.Length - at);
        }

        if (length > 0)
            Within(content.Substring(at + best.Delimiter.Length, length - (2 * best.Delimiter.Length)), best.Style, depth, isQuoted: false);
        return length;
    }

    private void Within(string inner, RichStyle? style, int depth, bool isQuoted, string? argument = null)
    {
        var start = _text.Length;
        Inner(inner, depth + 1, isQuoted);
        if (style is { } known)
            _spans.Add(RichSpan.Between(start, _text.Length, known, argument));
    }

    private void Literal(string text, RichStyle style, string? argument)
    {
        var start = _text.Length;
        _text.Append(text);
        _spans.Add(RichSpan.Between(start, _text.Length, style, argument));
    }
}

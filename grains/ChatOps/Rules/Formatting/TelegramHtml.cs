using System.Net;
using System.Text;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Reads Telegram's HTML, for texts that are configured in it. What is no tag of it is text.</summary>
internal static class TelegramHtml
{
    public static RichText Read(string html)
    {
        var (text, spans, open) = (new StringBuilder(html.Length), new List<RichSpan>(), new Stack<(string Tag, int Start, RichStyle? Style, string? Argument)>());
        var at = 0;
        while (at < html.Length)
        {
            var end = html[at] == '<' ? html.IndexOf('>', at) : -1;
            if (end > 0 && Take(html[(at + 1)..end]))
            {
                at = end + 1;
                continue;
            }

            var next = html.IndexOf('<', at + 1);
            text.Append(WebUtility.HtmlDecode(html[at..(next < 0 ? html.Length : next)]));
            at = next < 0 ? html.Length : next;
        }

        while (open.Count > 0)
            Close();
        return RichForm.Of(text.ToString(), spans);

        bool Take(string tag)
        {
            var name = Name(tag);
            if (tag.StartsWith('/'))
            {
                if (!open.Any(one => one.Tag == name))
                    return false;
                while (open.Peek().Tag != name)
                    Close();
                Close();
                return true;
            }

            if (!TryStyle(name, tag, out var style, out var argument))
                return false;
            // The language of a block stands at the code within it.
            if (name == "code" && open.TryPeek(out var outer) && outer.Tag == "pre")
            {
                var language = Attribute(tag, "class");
                const string Lead = "language-";
                open.Push(open.Pop() with { Argument = language?.StartsWith(Lead, StringComparison.Ordinal) == true ? language[Lead.Length..] : null });
                style = null;
            }

            open.Push((name, text.Length, style, argument));
            return true;
        }

        void Close()
        {
            var (_, start, style, argument) = open.Pop();
            if (style is { } known)
                spans.Add(RichSpan.Between(start, text.Length, known, argument));
        }
    }

    private static bool TryStyle(string name, string tag, out RichStyle? style, out string? argument)
    {
        argument = name == "a" ? Attribute(tag, "href") : null;
        style = name switch
        {
            "b" or "strong" => RichStyle.Bold,
            "i" or "em" => RichStyle.Italic,
            "u" or "ins" => RichStyle.Underline,
            "s" or "strike" or "del" => RichStyle.Strike,
            "tg-spoiler" => RichStyle.Spoiler,
            "span" when Attribute(tag, "class") == "tg-spoiler" => RichStyle.Spoiler,
            "code" => RichStyle.Code,
            "pre" => RichStyle.Pre,
            "blockquote" => RichStyle.Quote,
            "a" => RichStyle.Link,
            _ => null,
        };
        const string Person = "tg://user?id=";
        if (style == RichStyle.Link && argument?.StartsWith(Person, StringComparison.Ordinal) == true)
            (style, argument) = (RichStyle.Mention, argument[Person.Length..]);
        return style is not null || name == "tg-emoji";
    }

    private static string Name(string tag)
    {
        var name = tag.TrimStart('/');
        var end = name.IndexOfAny([' ', '\t', '\n', '/']);
        return (end < 0 ? name : name[..end]).ToLowerInvariant();
    }

    private static string? Attribute(string tag, string name)
    {
        var at = tag.IndexOf($" {name}=\"", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return null;
        var start = at + name.Length + 3;
        var end = tag.IndexOf('"', start);
        return end < 0 ? null : WebUtility.HtmlDecode(tag[start..end]);
    }
}

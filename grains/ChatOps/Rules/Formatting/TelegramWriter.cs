using System.Net;
using System.Text;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Writes Telegram's HTML. Source: core.telegram.org/bots/api#html-style.</summary>
internal sealed class TelegramWriter : RichWalk
{
    private readonly StringBuilder _html = new();
    private int _length;

    public static string Write(RichText rich) => Of(rich)._html.ToString();

    /// <summary>UTF-16 units that a reader sees, guards included.</summary>
    public static int Measure(RichText rich) => Of(rich)._length;

    protected override void Open(RichSpan span) => _html.Append(span switch
    {
        { Style: RichStyle.Pre, Argument: { } language } when CodeLanguage.IsOne(language) => $"<pre><code class=\"language-{language}\">",
        { Style: RichStyle.Link } => $"<a href=\"{Escape(span.Argument!)}\">",
        _ when IsPerson(span) => $"<a href=\"tg://user?id={span.Argument}\">",
        _ => Tag(span) is { Length: > 0 } tag ? $"<{tag}>" : "",
    });

    protected override void Close(RichSpan span) => _html.Append(span switch
    {
        { Style: RichStyle.Pre, Argument: { } language } when CodeLanguage.IsOne(language) => "</code></pre>",
        { Style: RichStyle.Link } => "</a>",
        _ when IsPerson(span) => "</a>",
        _ => Tag(span) is { Length: > 0 } tag ? $"</{tag}>" : "",
    });

    protected override void Text(string text, int start, int end, RichSpan? within)
    {
        // Telegram looks for names in plain text only.
        var isLiteral = within is { } span && (span.IsCode || IsPerson(span));
        for (var i = start; i < end; i++)
        {
            _html.Append(text[i] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", var character => character.ToString() });
            _length++;
            if (isLiteral || text[i] != '@' || !Pings.OnTelegram(text, i))
                continue;
            _html.Append(Pings.Guard);
            _length++;
        }
    }

    private static TelegramWriter Of(RichText rich)
    {
        var writer = new TelegramWriter();
        writer.Walk(RichForm.Of(rich));
        return writer;
    }

    private static bool IsPerson(RichSpan span) => span is { Style: RichStyle.Mention, Argument: { Length: > 0 } id } && ExternalIds.IsUser("telegram", id);

    private static string Escape(string address) => WebUtility.HtmlEncode(address);

    private static string Tag(RichSpan span) => span.Style switch
    {
        RichStyle.Bold => "b",
        RichStyle.Italic => "i",
        RichStyle.Underline => "u",
        RichStyle.Strike => "s",
        RichStyle.Spoiler => "tg-spoiler",
        RichStyle.Code => "code",
        RichStyle.Pre => "pre",
        RichStyle.Quote => "blockquote",
        _ => "",
    };
}

using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps.Rules;

public sealed class TelegramMarkupTests
{
    [Theory]
    [InlineData("bold", "(Bold:b)")]
    [InlineData("italic", "(Italic:b)")]
    [InlineData("underline", "(Underline:b)")]
    [InlineData("strikethrough", "(Strike:b)")]
    [InlineData("spoiler", "(Spoiler:b)")]
    [InlineData("code", "(Code:b)")]
    [InlineData("pre", "(Pre/cs:b)")]
    [InlineData("text_link", "(Link/https://a.example/:b)")]
    [InlineData("text_mention", "(Mention/7:b)")]
    [InlineData("mention", "(Mention:b)")]
    [InlineData("hashtag", "b")]
    [InlineData("url", "b")]
    [InlineData("custom_emoji", "b")]
    [InlineData("something_new", "b")]
    public void An_entity_is_read_as_what_it_shows(string type, string shown) => Assert.Equal(
        $"😀{shown}c", DiscordMarkupTests.Nested(TelegramMarkup.Read("😀bc", [new TelegramEntity(type, 2, 1, "https://a.example/", "cs", "7")])));

    [Theory]
    [InlineData("blockquote")]
    [InlineData("expandable_blockquote")]
    public void A_quote_is_whole_lines(string type) => Assert.Equal(
        "a\n(Quote:bc)\nd", DiscordMarkupTests.Nested(TelegramMarkup.Read("a\nbc\nd", [new TelegramEntity(type, 2, 1)])));

    [Fact]
    public void A_quote_that_ends_with_its_newline_does_not_take_the_next_line_along() => Assert.Equal(
        "(Quote:a)\nb", DiscordMarkupTests.Nested(TelegramMarkup.Read("a\nb", [new TelegramEntity("blockquote", 0, 2)])));

    [Theory]
    [InlineData(-1, 2, "(Bold:a)😀b")]
    [InlineData(0, 99, "(Bold:a😀b)")]
    [InlineData(2, 1, "a(Bold:😀)b")]
    [InlineData(1, 1, "a(Bold:😀)b")]
    [InlineData(4, 1, "a😀b")]
    [InlineData(3, 0, "a😀b")]
    [InlineData(int.MaxValue, int.MaxValue, "a😀b")]
    public void Offsets_count_utf16_units_and_wrong_ones_harm_nobody(int offset, int length, string shown) => Assert.Equal(
        shown, DiscordMarkupTests.Nested(TelegramMarkup.Read("a😀b", [new TelegramEntity("bold", offset, length)])));

    [Fact]
    public void Entities_that_overlap_are_nested() => Assert.Equal(
        "(Bold:ab(Italic:cd))(Italic:ef)",
        DiscordMarkupTests.Nested(TelegramMarkup.Read("abcdef", [new TelegramEntity("bold", 0, 4), new TelegramEntity("italic", 2, 4)])));

    public static TheoryData<string, string> Marked() => new()
    {
        { "a<b>&c", "a&lt;b&gt;&amp;c" },
        { "(Bold:a(Italic:b))(Underline:c)(Strike:d)(Spoiler:e)", "<b>a<i>b</i></b><u>c</u><s>d</s><tg-spoiler>e</tg-spoiler>" },
        { "(Code:a<b)", "<code>a&lt;b</code>" },
        { "(Pre:a)", "<pre>a</pre>" },
        { "(Pre/c#:a)", "<pre><code class=\"language-c#\">a</code></pre>" },
        { "(Pre/x\"y:a)", "<pre>a</pre>" },
        { "(Quote:a\nb)", "<blockquote>a\nb</blockquote>" },
        { "(Link/https://a.example/?q=\"x\"&y:t)", "<a href=\"https://a.example/?q=&quot;x&quot;&amp;y\">t</a>" },
        { "(Mention/7:Ann)", "<a href=\"tg://user?id=7\">Ann</a>" },
        { "(Mention:@ann_b)", "@\u200bann_b" },
        { "@ann x@y.example (Code:@ann)", "@\u200bann x@y.example <code>@ann</code>" },
        { "@ @.", "@ @." },
    };

    [Theory]
    [MemberData(nameof(Marked))]
    public void Marked_text_is_written_as_html(string marked, string html) => Assert.Equal(html, TelegramMarkup.Write(DiscordMarkupTests.Parse(marked)));

    [Theory]
    [InlineData("<strong>a</strong> <em>b</em> <ins>c</ins> <del>d</del> <strike>e</strike>", "(Bold:a) (Italic:b) (Underline:c) (Strike:d) (Strike:e)")]
    [InlineData("<span class=\"tg-spoiler\">a</span> <span>b</span>", "(Spoiler:a) <span>b</span>")]
    [InlineData("<pre><code class=\"language-cs\">a</code></pre>", "(Pre/cs:a)")]
    [InlineData("<pre>a</pre> <code>b</code>", "(Pre:a) (Code:b)")]
    [InlineData("<blockquote expandable>a</blockquote>", "(Quote:a)")]
    [InlineData("<a href=\"https://a.example/?x=1&amp;y=2\">t</a>", "(Link/https://a.example/?x=1&y=2:t)")]
    [InlineData("<a href=\"tg://user?id=7\">Ann</a>", "(Mention/7:Ann)")]
    [InlineData("<b>a <i>b</b> c", "(Bold:a (Italic:b)) c")]
    [InlineData("<b>a", "(Bold:a)")]
    [InlineData("a</b> <x> 1 < 2 > 1 &amp; &lt;", "a</b> <x> 1 < 2 > 1 & <")]
    [InlineData("<tg-emoji emoji-id=\"1\">👍</tg-emoji>", "👍")]
    public void Html_is_read_and_what_is_none_is_text(string html, string shown) => Assert.Equal(shown, DiscordMarkupTests.Nested(TelegramHtml.Read(html)));

    [Fact]
    public void A_message_is_measured_without_markup_and_with_guards() =>
        Assert.Equal((4, 5), (TelegramMarkup.Measure(DiscordMarkupTests.Parse("(Bold:a😀)<")), TelegramMarkup.Measure(RichText.Plain("@ann"))));
}

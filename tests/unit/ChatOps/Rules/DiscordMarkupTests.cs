using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps.Rules;

public sealed class DiscordMarkupTests
{
    /// <summary>Source: docs.discord.com/developers/reference#message-formatting, and what Discord's clients show.</summary>
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("**bold**", "(Bold:bold)")]
    [InlineData("*it* and _it_", "(Italic:it) and (Italic:it)")]
    [InlineData("__under__", "(Underline:under)")]
    [InlineData("~~gone~~", "(Strike:gone)")]
    [InlineData("||secret||", "(Spoiler:secret)")]
    [InlineData("***both***", "(Bold:(Italic:both))")]
    [InlineData("***a** b*", "(Italic:(Bold:a) b)")]
    [InlineData("**a *b***", "(Bold:a (Italic:b))")]
    [InlineData("__**~~x~~**__", "(Bold:(Underline:(Strike:x)))")]
    [InlineData("snake_case_name", "snake_case_name")]
    [InlineData("2 * 3 * 4", "2 * 3 * 4")]
    [InlineData("**open", "**open")]
    [InlineData("\\*no\\*", "*no*")]
    [InlineData("\\a", "\\a")]
    [InlineData("end\\", "end\\")]
    [InlineData("`co*d*e`", "(Code:co*d*e)")]
    [InlineData("``a ` b``", "(Code:a ` b)")]
    [InlineData("`` `x` ``", "(Code:`x`)")]
    [InlineData("`open", "`open")]
    [InlineData("```cs\nvar x = 1;\n```", "(Pre/cs:var x = 1;)")]
    [InlineData("```\nx\n```", "(Pre:x)")]
    [InlineData("```x```", "(Pre:x)")]
    [InlineData("```no language\nx```", "(Pre:no language\nx)")]
    [InlineData("a ```x``` b", "a (Pre:x) b")]
    [InlineData("> one\n> two\nthree", "(Quote:one\ntwo)\nthree")]
    [InlineData("a\n> b", "a\n(Quote:b)")]
    [InlineData("a > b", "a > b")]
    [InlineData(">no", ">no")]
    [InlineData(">>> a\nb", "(Quote:a\nb)")]
    [InlineData("> **b**", "(Quote:(Bold:b))")]
    [InlineData("> ```\n> x\n> ```", "(Quote:(Pre:x))")]
    [InlineData("# Title\ntext", "(Bold:Title)\ntext")]
    [InlineData("### Title", "(Bold:Title)")]
    [InlineData("#### no", "#### no")]
    [InlineData("#no", "#no")]
    [InlineData("-# small", "small")]
    [InlineData("- item", "- item")]
    [InlineData("[text](https://a.example/x)", "(Link/https://a.example/x:text)")]
    [InlineData("[text](<https://a.example/x>)", "(Link/https://a.example/x:text)")]
    [InlineData("[**t**](https://a.example/x)", "(Bold:(Link/https://a.example/x:t))")]
    [InlineData("[text](javascript:alert)", "[text](javascript:alert)")]
    [InlineData("[text](https://name@a.example/)", "[text](https://name@a.example/)")]
    [InlineData("[text](https://a.example/@name)", "(Link/https://a.example/@name:text)")]
    [InlineData("[text] (https://a.example)", "[text] (https://a.example)")]
    [InlineData("<https://a.example/b_c_d>", "https://a.example/b_c_d")]
    [InlineData("https://a.example/b_c_d and _it_", "https://a.example/b_c_d and (Italic:it)")]
    [InlineData("hi <@123>", "hi (Mention/123:@alice)")]
    [InlineData("hi <@!123>", "hi (Mention/123:@alice)")]
    [InlineData("hi <@9>", "hi (Mention/9:@unknown-user)")]
    [InlineData("<@&77> <@&1>", "@on call @unknown-role")]
    [InlineData("<#9> <#1>", "#general #unknown-channel")]
    [InlineData("<:cat:12> <a:dog:13>", ":cat: :dog:")]
    [InlineData("</ops status:55>", "/ops status")]
    [InlineData("<id:customize>", "customize")]
    [InlineData("<t:1618953630> <t:0:R> <t:0:x>", "2021-04-20 21:20 UTC 1970-01-01 00:00 UTC <t:0:x>")]
    [InlineData("<t:253402300800>", "<t:253402300800>")]
    [InlineData("<@1x> <nothing>", "<@1x> <nothing>")]
    [InlineData("@everyone", "@everyone")]
    [InlineData("", "")]
    public void Is_read_as_its_clients_show_it(string content, string shown) => Assert.Equal(shown, Nested(DiscordMarkup.Read(content, RichTexts.Names)));

    [Theory]
    [InlineData("a*b_c~d|e`f\\g[h", "a\\*b\\_c\\~d\\|e\\`f\\\\g\\[h")]
    [InlineData("> q", "\\> q")]
    [InlineData("a > b", "a > b")]
    [InlineData("# h\n  # i", "\\# h\n  \\# i")]
    [InlineData("a #1", "a #1")]
    [InlineData("-# s\n- i", "\\-# s\n- i")]
    [InlineData("7. x", "7\\. x")]
    [InlineData("7.5", "7.5")]
    [InlineData("v7. x", "v7. x")]
    [InlineData("1.", "1\\.")]
    [InlineData("<@1>", "\\<@\u200b1>")]
    [InlineData("@everyone @HERE @alice", "@\u200beveryone @\u200bHERE @alice")]
    [InlineData("https://a.example/b_c", "https://a.example/b_c")]
    [InlineData("https://a.example/b*c", "https://a.example/b\\*c")]
    [InlineData("(https://a.example/b_c)", "(https://a.example/b_c)")]
    [InlineData("xhttps://a.example/b_c", "xhttps://a.example/b\\_c")]
    public void Text_is_written_so_that_it_is_shown_as_it_is(string text, string content) => Assert.Equal(content, DiscordMarkup.Write(RichText.Plain(text)));

    public static TheoryData<string, string> Marked() => new()
    {
        { "(Bold:a)", "**a**" },
        { "(Bold:(Italic:a))", "**\u200b*a*\u200b**" },
        { "(Italic:a)(Bold:b)", "*a*\u200b**b**" },
        { "(Underline:a) (Strike:b) (Spoiler:c)", "__a__ ~~b~~ ||c||" },
        { "(Bold: a )b", " **a** b" },
        { "(Code:a)", "`a`" },
        { "(Code:a`b)", "``a`b``" },
        { "(Code:`a`)", "`` `a` ``" },
        { "(Pre/cs:a\nb)", "```cs\na\nb\n```" },
        { "(Pre/not a language:a)", "```\na\n```" },
        { "(Pre:a```b)", "```\na`\u200b`\u200b`b\n```" },
        { "(Bold:a (Code:c) b)", "**a** `c` **b**" },
        { "(Quote:a\nb)\nc", "> a\n> b\nc" },
        { "x (Quote:a) y\nz", "> x a y\nz" },
        { "(Quote:a\n(Pre:b\nc))", "> a\n> ```\n> b\n> c\n> ```" },
        { "(Bold:a\n(Quote:b)\nc)", "**a**\n> **b**\n**c**" },
        { "(Link/https://a.example/x:t)", "[t](<https://a.example/x>)" },
        { "(Link/https://a.example/(x)_*:[t])", "[\\[t\\]](<https://a.example/%28x%29_%2A>)" },
        { "(Link/javascript:x:t)", "t" },
        { "(Link/https://a.example/x:t\nu)", "[t](<https://a.example/x>)\n[u](<https://a.example/x>)" },
        { "(Mention/123:@alice)", "<@123>" },
        { "(Mention:@alice)", "@alice" },
        { "(Mention/not-an-id:@alice)", "@alice" },
        { "(Code:@everyone)", "`@\u200beveryone`" },
        { "(Bold:https://a.example/b_c)", "**https://a.example/b_c**" },
        { "(Strike:https://a.example/~)", "~~https://a.example/~\uFEFF~~" },
    };

    [Theory]
    [MemberData(nameof(Marked))]
    public void Marked_text_is_written_in_its_markup(string marked, string content) => Assert.Equal(content, DiscordMarkup.Write(Parse(marked)));

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void A_link_has_an_address_that_fits(int length, bool isLink)
    {
        var address = "https://a.example/".PadRight(length, 'x');
        Assert.Equal(isLink ? $"[t](<{address}>)" : "t", DiscordMarkup.Write(new RichText("t", [new RichSpan(0, 1, RichStyle.Link, address)])));
    }

    [Fact]
    public void Code_points_are_counted() => Assert.Equal((3, 2), (DiscordMarkup.Measure("a😀b"), DiscordMarkup.Measure(RichText.Plain("😀😀"))));

    [Theory]
    [InlineData("||")]
    [InlineData("**")]
    [InlineData("[")]
    [InlineData("> ")]
    [InlineData("`")]
    [InlineData("<")]
    [InlineData("_a*")]
    public void A_hostile_text_is_read_in_no_time(string piece)
    {
        var content = string.Concat(Enumerable.Repeat(piece, 4000 / piece.Length));
        Assert.True(DiscordMarkup.Read(content, RichTexts.Names).Text.Length <= content.Length);
    }

    /// <summary>The text with its spans as <c>(Style/argument:text)</c>.</summary>
    public static string Nested(RichText rich)
    {
        var shown = new System.Text.StringBuilder(rich.Text);
        foreach (var (at, insert) in rich.Spans.SelectMany((span, order) => new[]
            {
                (span.Offset, Rank: order, Insert: $"({span.Style}{(span.Argument is null ? "" : "/" + span.Argument)}:"),
                (span.End, Rank: -order - 1, Insert: ")"),
            })
            .OrderByDescending(edge => edge.Item1).ThenByDescending(edge => edge.Rank).Select(edge => (edge.Item1, edge.Insert)).ToList())
        {
            shown.Insert(at, insert);
        }

        return shown.ToString();
    }

    /// <summary>The reverse of <see cref="Nested"/>.</summary>
    public static RichText Parse(string marked)
    {
        var (text, spans, open) = (new System.Text.StringBuilder(), new List<RichSpan>(), new Stack<(int Start, RichStyle Style, string? Argument)>());
        for (var i = 0; i < marked.Length; i++)
        {
            var style = marked[i] == '(' ? Enum.GetNames<RichStyle>().FirstOrDefault(name => marked[(i + 1)..].StartsWith(name + ":", StringComparison.Ordinal) || marked[(i + 1)..].StartsWith(name + "/", StringComparison.Ordinal)) : null;
            if (style is not null)
            {
                var colon = i + 1 + style.Length;
                var argument = default(string);
                if (marked[colon] == '/')
                {
                    var end = marked.IndexOf(':', marked.IndexOf("://", colon, StringComparison.Ordinal) is > 0 and var scheme && scheme - colon < 8 ? scheme + 3 : marked[colon..].StartsWith("/javascript", StringComparison.Ordinal) ? colon + 12 : colon);
                    (argument, colon) = (marked[(colon + 1)..end], end);
                }

                open.Push((text.Length, Enum.Parse<RichStyle>(style), argument));
                i = colon;
            }
            else if (marked[i] == ')' && open.Count > 0)
            {
                var (start, kind, argument) = open.Pop();
                spans.Add(new RichSpan(start, text.Length - start, kind, argument));
            }
            else
            {
                text.Append(marked[i]);
            }
        }

        return new RichText(text.ToString(), [.. spans]);
    }
}

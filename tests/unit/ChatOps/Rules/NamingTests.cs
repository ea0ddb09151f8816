using System.Globalization;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps.Rules;

public sealed class NamingTests
{
    private static readonly ChatAuthor All = new("7", ChatAuthorKind.User, "user", "Global Name", "Nick", "First");

    [Theory]
    [InlineData("nickname", "Nick")]
    [InlineData("global", "Global Name")]
    [InlineData("username", "user")]
    [InlineData("first", "First")]
    public void The_name_is_the_one_that_is_asked_for(string preference, string name) => Assert.Equal(name, ChatNames.Display(All, preference));

    [Theory]
    [InlineData("nickname")]
    [InlineData("global")]
    [InlineData("username")]
    [InlineData("first")]
    public void Else_it_is_another_one_and_at_last_the_id(string preference)
    {
        Assert.Equal("user", ChatNames.Display(new ChatAuthor("7", ChatAuthorKind.User, " user "), preference));
        Assert.Equal("Title", ChatNames.Display(new ChatAuthor("-100", ChatAuthorKind.Channel, GlobalName: "Title", Username: " "), preference));
        Assert.Equal("7", ChatNames.Display(new ChatAuthor("7", ChatAuthorKind.User), preference));
        Assert.Equal("unknown", ChatNames.Display(new ChatAuthor("", ChatAuthorKind.User), preference));
    }

    [Fact]
    public void A_prefix_has_every_field_and_a_name_is_no_format()
    {
        Assert.Equal("[TG] Nick 7 telegram Lobby main", ChatNames.Prefix("[{label}] {nick} {userid} {platform} {room} {gateway}", All, "Nick", "telegram", "TG", "Lobby", "main"));
        Assert.Equal("[telegram] {userid}", ChatNames.Prefix("[{label}] {nick}", All, "{userid}", "telegram", null, "Lobby", "main"));
    }

    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("  alice\n ", "alice")]
    [InlineData("", "unknown")]
    [InlineData(" \t", "unknown")]
    [InlineData("\u200B", "unknown")]
    [InlineData("Clyde", "C\u200Blyde")]
    [InlineData("my discord bot", "my d\u200Biscord bot")]
    [InlineData("DISCORDdiscord", "D\u200BISCORDd\u200Biscord")]
    [InlineData("clydeclyde", "c\u200Blydec\u200Blyde")]
    public void A_webhook_is_called_by_no_word_that_discord_keeps(string name, string called) => Assert.Equal(called, ChatNames.WebhookName(name));

    [Theory]
    [InlineData(80)]
    [InlineData(81)]
    public void A_webhooks_name_has_80_characters_at_most(int length) => Assert.Equal(80, ChatNames.WebhookName(new string('x', length)).Length);

    [Fact]
    public void A_webhooks_name_is_cut_between_graphemes()
    {
        var name = ChatNames.WebhookName(new string('x', 78) + "👨\u200d👩\u200d👧");
        Assert.Equal(new string('x', 78), name);
        Assert.Equal(80, ChatNames.WebhookName(new string('x', 78) + "😀😀").Length);
        var broken = ChatNames.WebhookName(string.Concat(Enumerable.Repeat("discord", 20)));
        Assert.True(broken.Length <= 80 && !broken.Contains("discord", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("alice", "a\u200Blice")]
    [InlineData("👨\u200d👩x", "👨\u200d👩\u200Bx")]
    [InlineData("a", "a")]
    [InlineData("", "")]
    public void A_name_that_pings_nobody_reads_the_same(string name, string shown) => Assert.Equal(shown, ChatNames.NoPing(name));

    [Theory]
    [Trait("acceptance", "13")]
    [InlineData(160, 160, false)]
    [InlineData(161, 160, true)]
    public void A_snippet_has_160_graphemes(int length, int kept, bool isCut)
    {
        var text = string.Concat(Enumerable.Repeat("👨\u200d👩", length));
        var snippet = Snippet.Of(text);
        Assert.Equal((kept + (isCut ? 1 : 0), isCut), (new StringInfo(snippet).LengthInTextElements, snippet.EndsWith('…')));
        Assert.StartsWith(snippet.TrimEnd('…'), text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(79, 80, false)]
    [InlineData(80, 1, true)]
    public void A_snippet_is_short_also_when_one_character_is_made_of_many(int combining, int units, bool isCut)
    {
        var text = "e" + new string('\u0301', combining);
        Assert.Equal(isCut ? "…" : text, Snippet.Of(text, 10));
        Assert.Equal(units, Snippet.Of(text, 10).Length);
    }

    [Fact]
    public void A_prefix_is_short_whoever_speaks()
    {
        var name = string.Concat(Enumerable.Repeat("e" + new string('\u0301', 30), 500));
        Assert.InRange(ChatNames.Prefix("[{label}] {nick}", All, name, "telegram", "TG", "Lobby", "main").Length, 1, 401);
        Assert.Equal(101, ChatNames.Prefix("{nick}", All, new string('x', 101), "telegram", "TG", "Lobby", "main").Length);
        Assert.Equal(100, ChatNames.Prefix("{nick}", All, new string('x', 100), "telegram", "TG", "Lobby", "main").Length);
    }

    [Theory]
    [InlineData("one", "one")]
    [InlineData("one\n\n two \nthree", "one\ntwo")]
    [InlineData(" \n\n", "")]
    public void A_quote_has_two_lines(string text, string quote) => Assert.Equal(quote, Quote.Of(text));

    [Theory]
    [InlineData(100, 100)]
    [InlineData(101, 101)]
    public void A_quote_has_a_hundred_graphemes(int length, int shown) => Assert.Equal(shown, new StringInfo(Quote.Of(new string('x', length))).LengthInTextElements);

    [Fact]
    public void A_quote_keeps_spoilers_closed() => Assert.Equal(
        "he \u2588\u2588\u2588\u2588 \u2588\u2588 here", Quote.Of(new RichText("he died in here", [new RichSpan(3, 7, RichStyle.Spoiler)])));
}

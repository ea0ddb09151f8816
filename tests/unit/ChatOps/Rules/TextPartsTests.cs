using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps.Rules;

public sealed class TextPartsTests
{
    [Theory]
    [InlineData("first paragraph\n\nsecond one here", "first paragraph\n\n|second one here")]
    [InlineData("first line here\nsecond line here", "first line here\n|second line here")]
    [InlineData("one two three four five six", "one two three four |five six")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrst|uvwxyz")]
    [InlineData("exactly twenty chars", "exactly twenty chars")]
    [InlineData("exactly twenty-1 char", "exactly twenty-1 |char")]
    [InlineData("a bcdefghijklmnopqrstuvw", "a bcdefghijklmnopqrs|tuvw")]
    [InlineData("", "")]
    [InlineData(" \n ", "")]
    public void Ends_where_a_reader_would(string text, string parts) => Assert.Equal(parts, Joined(Split(RichText.Plain(text), 20)));

    [Fact]
    public void What_is_cut_is_marked_in_both_parts()
    {
        var parts = Split(DiscordMarkupTests.Parse("(Bold:one two three four five six)"), 24, DiscordMarkup.Measure);
        Assert.Equal(["**one two three four**", "**five six**"], parts.Parts.Select(part => DiscordMarkup.Write(part).Trim()));
    }

    [Fact]
    public void A_fence_is_closed_and_opened_again_with_its_language()
    {
        var parts = Split(DiscordMarkupTests.Parse("(Pre/cs:line one\nline two\nline three\nline four)"), 34, DiscordMarkup.Measure);
        Assert.Equal(["```cs\nline one\nline two\n\n```", "```cs\nline three\nline four\n```"], parts.Parts.Select(DiscordMarkup.Write));
    }

    [Fact]
    public void Code_that_fits_into_a_message_of_its_own_is_not_cut()
    {
        var parts = Split(DiscordMarkupTests.Parse("before it (Pre:abc\ndef\nghi\njkl) after"), 26, DiscordMarkup.Measure);
        Assert.Equal(["before it ", "```\nabc\ndef\nghi\njkl\n``` ", "after"], parts.Parts.Select(DiscordMarkup.Write));
    }

    [Fact]
    public void The_first_part_leaves_room() =>
        Assert.Equal("1234567890123456|78901234567890123456", Joined(TextParts.Split(RichText.Plain("123456789012345678901234567890123456"), 20, 4, 9, TelegramMarkup.Measure)));

    [Theory]
    [InlineData(3, 3, false)]
    [InlineData(2, 2, true)]
    [InlineData(1, 1, true)]
    [InlineData(4, 3, false)]
    public void There_are_no_more_parts_than_asked_for_and_then_the_whole_goes_along(int most, int parts, bool overflow)
    {
        var split = TextParts.Split(RichText.Plain(new string('x', 60)), 20, 0, most, TelegramMarkup.Measure);
        Assert.Equal((parts, overflow), (split.Parts.Length, split.Overflow));
    }

    [Fact]
    public void Blanks_alone_are_no_overflow() => Assert.False(TextParts.Split(RichText.Plain(new string('x', 20) + "\n\n  "), 20, 0, 1, TelegramMarkup.Measure).Overflow);

    [Theory]
    [InlineData(4096, 1)]
    [InlineData(4097, 2)]
    [InlineData(8192, 2)]
    [InlineData(8193, 3)]
    public void Telegrams_limit_is_4096_utf16_units(int length, int parts) =>
        Assert.Equal(parts, TextParts.Split(RichText.Plain(new string('x', length)), TelegramMarkup.Longest, 0, 9, TelegramMarkup.Measure).Parts.Length);

    [Fact]
    public void An_emoji_is_two_units_on_telegram_and_one_code_point_on_discord()
    {
        var text = RichText.Plain(string.Concat(Enumerable.Repeat("😀", 2001)));
        Assert.Equal([4002], TextParts.Split(text, TelegramMarkup.Longest, 0, 9, TelegramMarkup.Measure).Parts.Select(part => part.Text.Length));
        Assert.Equal([4000, 2], TextParts.Split(text, DiscordMarkup.Longest, 0, 9, DiscordMarkup.Measure).Parts.Select(part => part.Text.Length));
    }

    [Fact]
    public void A_link_whose_address_alone_is_too_long_goes_without_it()
    {
        var parts = Split(new RichText("see this", [new RichSpan(4, 4, RichStyle.Link, "https://a.example/long/address")]), 20, DiscordMarkup.Measure);
        Assert.Equal("see this", string.Concat(parts.Parts.Select(DiscordMarkup.Write)));
    }

    [Fact]
    public void A_character_of_many_code_points_is_cut_only_when_it_alone_is_too_long()
    {
        var family = string.Concat(Enumerable.Repeat("👨\u200d", 9)) + "👩";
        Assert.Equal(29, family.Length);
        Assert.Equal([15, 14], Split(RichText.Plain(family), 16).Parts.Select(part => part.Text.Length));
        Assert.Equal(["aaaaaaaaaa", family], TextParts.Split(RichText.Plain("aaaaaaaaaa" + family), 30, 0, 9, TelegramMarkup.Measure).Parts.Select(part => part.Text));
    }

    private static SplitText Split(RichText text, int max, Func<RichText, int>? measure = null) => TextParts.Split(text, max, 0, int.MaxValue, measure ?? TelegramMarkup.Measure);

    private static string Joined(SplitText split) => string.Join('|', split.Parts.Select(part => part.Text));
}

using System.Globalization;
using Vespid.Gateway.Console;

namespace Vespid.Tests.Unit.ChatOps;

/// <summary>The snippets of the message timeline.</summary>
[Trait("acceptance", "13")]
public sealed class SnippetOfPagesTests
{
    [Theory]
    [InlineData("é")]
    [InlineData("😀")]
    [InlineData("👨\u200d👩\u200d👧\u200d👦")]
    [InlineData("e\u0301")]
    [InlineData("🇪🇺")]
    public void Ends_between_what_people_see_as_characters(string grapheme)
    {
        Assert.Equal(Repeat(grapheme, 160), Words.Snippet(Repeat(grapheme, 160)));
        var cut = Words.Snippet(Repeat(grapheme, 161));
        Assert.Equal(Repeat(grapheme, 160) + "…", cut);
        Assert.DoesNotContain('\uFFFD', cut);
        Assert.Equal(161, new StringInfo(cut).LengthInTextElements);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n ")]
    public void Is_a_dash_when_there_is_nothing(string? text) => Assert.Equal(Words.Dash, Words.Snippet(text));

    [Fact]
    public void Is_one_line() => Assert.Equal("one two", Words.Snippet("one\r\ntwo\n"));

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}

using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps.Rules;

public sealed class RelayTextsTests
{
    private const int Slack = 12;

    [Theory]
    [InlineData("text", "> he: hi\n**\\[TG] ann**: text")]
    [InlineData("(Quote:said)", "> he: hi\n**\\[TG] ann**:\n> said")]
    [InlineData("(Pre:code)", "> he: hi\n**\\[TG] ann**:\n```\ncode\n```")]
    [InlineData("(Bold:said)", "> he: hi\n**\\[TG] ann**: **said**")]
    [InlineData("", "> he: hi\n**\\[TG] ann**")]
    public void The_head_says_what_is_answered_and_who_speaks(string body, string content) =>
        Assert.Equal(content, DiscordMarkup.Write(Composed("[TG] ann", "he: hi", DiscordMarkupTests.Parse(body))));

    [Fact]
    public void Without_an_answer_and_a_speaker_there_is_no_head()
    {
        Assert.Equal("x", Composed(null, null, RichText.Plain("x")).Text);
        Assert.Equal("x", Composed("", "", RichText.Plain("x")).Text);
    }

    [Theory]
    [InlineData("_")]
    [InlineData("*")]
    [InlineData("@everyone")]
    [InlineData("👨\u200d👩\u200d👧\u200d👦")]
    [InlineData("e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301")]
    public void However_a_speaker_is_called_the_message_fits(string letter)
    {
        var name = string.Concat(Enumerable.Repeat(letter, 300));
        var author = new ChatAuthor("7", ChatAuthorKind.User, name);
        var prefix = ChatNames.Prefix(BindingOptions.Default.NameFormat, author, ChatNames.Display(author, "username"), "telegram", "TG", "Lobby", "main");
        var quote = $"{Snippet.Of(name, 64, unitsEach: 4)}: {Quote.Of(name)}";
        var body = RichText.Plain(string.Concat(Enumerable.Repeat("*_ ", 3000)));
        foreach (var (max, measure) in new (int, Func<RichText, int>)[] { (DiscordMarkup.Longest, DiscordMarkup.Measure), (TelegramMarkup.Longest, TelegramMarkup.Measure) })
        {
            var reserve = measure(RelayTexts.Head(prefix, quote, body)) + Slack;
            var first = TextParts.Split(body, max, reserve, 3, measure).Parts[0];
            Assert.InRange(measure(Composed(prefix, quote, first)), max / 2, max);
        }
    }

    private static RichText Composed(string? prefix, string? quote, RichText body) => RelayPlans.Join(RelayTexts.Head(prefix, quote, body), body);
}

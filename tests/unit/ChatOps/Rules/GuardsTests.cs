using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps.Rules;

public sealed class GuardsTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(56);

    [Fact]
    public void The_eleventh_command_in_a_minute_waits()
    {
        var budget = new CommandBudget();
        for (var i = 0; i < 10; i++)
            Assert.True(budget.Take("telegram:1", Start.AddSeconds(i)));
        Assert.False(budget.Take("telegram:1", Start.AddSeconds(59.999)));
        Assert.True(budget.Take("telegram:2", Start.AddSeconds(59.999)));
        Assert.True(budget.Take("telegram:1", Start.AddSeconds(60)));
        Assert.False(budget.Take("telegram:1", Start.AddSeconds(60.5)));
        Assert.True(budget.Take("telegram:1", Start.AddSeconds(61)));
    }

    [Fact]
    public void A_refused_command_uses_up_nothing()
    {
        var budget = new CommandBudget();
        for (var i = 0; i < 30; i++)
            budget.Take("a", Start.AddSeconds(i));
        Assert.True(budget.Take("a", Start.AddSeconds(60)));
    }

    [Fact]
    public void More_people_than_can_be_remembered_wait_until_somebody_is_forgotten()
    {
        var budget = new CommandBudget();
        for (var i = 0; i < 10_000; i++)
            Assert.True(budget.Take($"p{i}", Start));
        Assert.False(budget.Take("one more", Start.AddSeconds(59)));
        Assert.True(budget.Take("p0", Start.AddSeconds(59)));
        Assert.True(budget.Take("one more", Start.AddSeconds(60)));
    }

    [Theory]
    [InlineData(20, "Pass")]
    [InlineData(21, "TooMany")]
    public void More_than_twenty_of_one_text_in_a_minute_are_a_loop(int times, string last)
    {
        var window = new LoopWindow(20);
        for (var i = 1; i < times; i++)
            Assert.Equal(LoopVerdict.Pass, window.Note("ping", "a", Start.AddSeconds(i)));
        Assert.Equal(last, window.Note("  PING\n", "a", Start.AddSeconds(times)).ToString());
        Assert.Equal(LoopVerdict.Pass, window.Note("pong", "a", Start.AddSeconds(times)));
    }

    [Theory]
    [InlineData(60, "TooMany")]
    [InlineData(60.001, "Pass")]
    public void What_is_older_than_a_minute_is_forgotten(double seconds, string verdict)
    {
        var window = new LoopWindow(2);
        window.Note("x", "a", Start);
        window.Note("x", "a", Start.AddSeconds(30));
        Assert.Equal(verdict, window.Note("x", "a", Start.AddSeconds(seconds)).ToString());
    }

    [Theory]
    [InlineData("b", 5, "SameTextFromTwoPlaces")]
    [InlineData("b", 5.001, "Pass")]
    [InlineData("a", 1, "Pass")]
    public void The_same_text_from_two_places_within_five_seconds_is_told(string binding, double seconds, string verdict)
    {
        var window = new LoopWindow(20);
        window.Note("he\u200Bllo  there", "a", Start);
        Assert.Equal(verdict, window.Note("Hello there", binding, Start.AddSeconds(seconds)).ToString());
    }

    [Fact]
    public void Texts_of_nothing_are_no_loop()
    {
        var window = new LoopWindow(1);
        for (var i = 0; i < 5; i++)
            Assert.Equal(LoopVerdict.Pass, window.Note(" \u200B ", i % 2 == 0 ? "a" : "b", Start));
    }
}

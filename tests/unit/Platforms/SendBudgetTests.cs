using Vespid.Grains.Platforms;

namespace Vespid.Tests.Unit.Platforms;

public sealed class SendBudgetTests
{
    [Fact]
    public void A_bot_never_sends_more_than_thirty_a_second()
    {
        var budget = new SendBudget(30, TimeSpan.FromSeconds(1));
        var now = TimeSpan.Zero;
        var sent = 0;
        while (now < TimeSpan.FromSeconds(10))
        {
            var wait = budget.Reserve($"chat-{sent}", now);
            if (wait == TimeSpan.Zero)
                sent++;
            else
                now += wait;
        }

        Assert.InRange(sent, 290, 301);
    }

    [Fact]
    public void A_conversation_gets_a_short_burst_and_then_one_a_second()
    {
        var budget = new SendBudget(30, TimeSpan.FromSeconds(1));
        var now = TimeSpan.Zero;
        var sent = 0;
        while (now < TimeSpan.FromSeconds(20))
        {
            var wait = budget.Reserve("chat", now);
            if (wait == TimeSpan.Zero)
                sent++;
            else
                now += wait;
        }

        Assert.InRange(sent, 20, 25);
    }

    [Fact]
    public void A_wait_is_exact_and_takes_no_place()
    {
        var budget = new SendBudget(10, TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, budget.Reserve("a", TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromMilliseconds(70), budget.Reserve("b", TimeSpan.FromMilliseconds(30)));
        Assert.Equal(TimeSpan.FromMilliseconds(40), budget.Reserve("c", TimeSpan.FromMilliseconds(60)));
        Assert.Equal(TimeSpan.Zero, budget.Reserve("b", TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public void A_burst_is_three_beyond_the_first_and_comes_back_with_time()
    {
        var budget = new SendBudget(10_000, TimeSpan.FromSeconds(1));
        Assert.Equal([0, 0, 0, 0, 1], Enumerable.Range(0, 5).Select(i => Math.Round(budget.Reserve("a", At(i)).TotalSeconds)));
        Assert.Equal([0, 0, 0, 0, 1], Enumerable.Range(0, 5).Select(i => Math.Round(budget.Reserve("a", TimeSpan.FromSeconds(60) + At(i)).TotalSeconds)));

        static TimeSpan At(int i) => TimeSpan.FromMilliseconds(i);
    }

    [Fact]
    public void A_shorter_silence_does_not_end_a_longer_one()
    {
        var budget = new SendBudget(30, TimeSpan.FromSeconds(1));
        budget.Hold(TimeSpan.FromSeconds(30), TimeSpan.Zero);
        budget.Hold(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(20), budget.Reserve("a", TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Among_very_many_conversations_those_that_still_wait_are_not_forgotten()
    {
        var budget = new SendBudget(1_000_000, TimeSpan.FromHours(1));
        var now = TimeSpan.Zero;
        for (var i = 0; i < 4; i++)
            Assert.Equal(TimeSpan.Zero, budget.Reserve("busy", now += TimeSpan.FromMilliseconds(1)));
        for (var i = 0; i < 10_010; i++)
            Assert.Equal(TimeSpan.Zero, budget.Reserve($"chat-{i}", now += TimeSpan.FromMilliseconds(1)));

        Assert.InRange(budget.Reserve("busy", now), TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
    }

    [Fact]
    public void Silence_that_the_platform_asked_for_holds_for_every_conversation()
    {
        var budget = new SendBudget(30, TimeSpan.FromSeconds(1));
        budget.Hold(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(29), budget.Reserve("a", TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.Zero, budget.Reserve("a", TimeSpan.FromSeconds(31)));
    }
}

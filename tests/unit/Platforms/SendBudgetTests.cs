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
    public void Silence_that_the_platform_asked_for_holds_for_every_conversation()
    {
        var budget = new SendBudget(30, TimeSpan.FromSeconds(1));
        budget.Hold(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(29), budget.Reserve("a", TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.Zero, budget.Reserve("a", TimeSpan.FromSeconds(31)));
    }
}

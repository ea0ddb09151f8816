using Vespid.Gateway.Limits;

namespace Vespid.Tests.Unit.Gateway;

public sealed class RateLimiterTests
{
    private readonly SteppingTime _time = new();

    [Fact]
    public void All_permits_of_a_period_may_be_taken_at_once_and_no_more()
    {
        var limiter = Limiter(10);
        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal(TimeSpan.Zero, limiter.Take("a")));
        Assert.Equal(TimeSpan.FromSeconds(6), limiter.Take("a"));
        Assert.Equal(TimeSpan.Zero, limiter.Take("b"));
    }

    [Fact]
    public void It_tells_of_each_refusal_whether_a_permit_was_asked_for_or_only_looked_for()
    {
        var refused = 0;
        var limiter = new RateLimiter<string>(_time, 1, TimeSpan.FromMinutes(1), 10, refused: () => refused++);
        limiter.Take("a");
        limiter.Peek("b");
        Assert.Equal(0, refused);
        limiter.Take("a");
        limiter.Peek("a");
        Assert.Equal(2, refused);
    }

    [Fact]
    public void What_it_says_to_wait_is_enough_and_not_too_much()
    {
        var limiter = Limiter(10);
        for (var i = 0; i < 10; i++)
            limiter.Take("a");
        var wait = limiter.Take("a");
        _time.Move(wait - TimeSpan.FromMilliseconds(1));
        Assert.NotEqual(TimeSpan.Zero, limiter.Take("a"));
        _time.Move(TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.Zero, limiter.Take("a"));
    }

    [Fact]
    public void Looking_takes_nothing()
    {
        var limiter = Limiter(1);
        Assert.Equal(TimeSpan.Zero, limiter.Peek("a"));
        Assert.Equal(TimeSpan.Zero, limiter.Peek("a"));
        limiter.Take("a");
        Assert.NotEqual(TimeSpan.Zero, limiter.Peek("a"));
    }

    [Fact]
    public void A_refused_try_costs_nothing()
    {
        var limiter = Limiter(1);
        limiter.Take("a");
        for (var i = 0; i < 100; i++)
            limiter.Take("a");
        Assert.Equal(TimeSpan.FromMinutes(1), limiter.Take("a"));
    }

    [Fact]
    public void Over_a_long_time_the_rate_holds()
    {
        var limiter = new RateLimiter<string>(_time, 1_000, TimeSpan.FromSeconds(1), 1_000);
        var taken = 0;
        for (var millisecond = 0; millisecond < 10_000; millisecond++)
        {
            for (var i = 0; i < 3; i++)
                taken += limiter.Take("a") == TimeSpan.Zero ? 1 : 0;
            _time.Move(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(taken, 10_000, 11_000);
    }

    [Fact]
    public void Strangers_cannot_make_it_forget_who_is_active()
    {
        var limiter = Limiter(1_000, keys: 100);
        for (var i = 0; i < 999; i++)
        {
            Assert.Equal(TimeSpan.Zero, limiter.Take("a"));
            if (i % 10 == 0)
                limiter.Take("stranger " + i);
        }

        Assert.Equal(TimeSpan.Zero, limiter.Take("a"));
        Assert.NotEqual(TimeSpan.Zero, limiter.Take("a"));
    }

    private RateLimiter<string> Limiter(int permits, int keys = 1_000) => new(_time, permits, TimeSpan.FromMinutes(1), keys);
}

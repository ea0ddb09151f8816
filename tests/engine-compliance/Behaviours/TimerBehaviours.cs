using Vespid.Tests.EngineCompliance.Engines;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>Timers of an activation.</summary>
public abstract class TimerBehaviours(Engine engine) : EngineBehaviours(engine)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // By its period the clock tells the timer of the test from those of the engine.
    private static readonly TimeSpan UnlikeAnyOther = TimeSpan.FromSeconds(47);

    private ITimerGrain Grain => Grains.GetGrain<ITimerGrain>("any");

    [Fact]
    public async Task A_timer_ticks_when_due_and_then_in_its_period()
    {
        await Start("timer", due: Second, period: 2 * Second);

        Time.Advance(Second);
        await Journal.Seen("timer ticks");
        await Answer(Grain.Ping(), "a ping behind the tick");
        Time.Advance(Second);
        await Answer(Grain.Ping(), "a ping where no tick is due");
        Assert.Equal(1, Journal.CountOf("timer ticks"));
        Time.Advance(Second);
        await Journal.Seen("timer ticks", times: 2);
    }

    [Fact]
    public async Task A_timer_without_a_period_ticks_once()
    {
        await Start("timer", due: Second, period: Timeout.InfiniteTimeSpan);

        Time.Advance(Second);
        await Journal.Seen("timer ticks");
        await Answer(Grain.Ping(), "a ping behind the tick");
        Time.Advance(60 * Second);
        await Answer(Grain.Ping(), "a ping much later");

        Assert.Equal(1, Journal.CountOf("timer ticks"));
    }

    [Fact]
    public async Task A_tick_waits_for_the_call_that_runs()
    {
        await Start("timer", due: Second, period: Timeout.InfiniteTimeSpan);
        var call = Grain.Work("call");
        await Journal.Seen("call begins");
        Time.Advance(Second);
        await Answer(Grain.Ping(), "a ping behind the tick");
        Assert.Equal(0, Journal.CountOf("timer ticks"));

        Journal.Open("call");
        await Answer(call, "the call");
        await Journal.Seen("timer ticks");

        AssertInOrder("call ends", "timer ticks");
    }

    [Fact]
    public async Task A_call_waits_for_the_tick_that_runs()
    {
        await Grain.StartSlowTimer("timer", Second, Timeout.InfiniteTimeSpan);
        Time.Advance(Second);
        await Journal.Seen("timer ticks");
        Journal.Open("call");
        var call = Grain.Work("call");
        await Answer(Grain.Ping(), "a ping behind the call");
        Assert.Equal(0, Journal.CountOf("call begins"));

        Journal.Open("timer");
        await Answer(call, "the call");

        AssertInOrder("timer ticked", "call begins");
    }

    [Fact]
    public async Task An_interleaving_tick_runs_during_a_call()
    {
        await Grain.StartTimer("timer", Second, Timeout.InfiniteTimeSpan, interleave: true, keepAlive: false);
        var call = Grain.Work("call");
        await Journal.Seen("call begins");

        Time.Advance(Second);
        await Journal.Seen("timer ticks");

        Journal.Open("call");
        await Answer(call, "the call");
    }

    [Fact]
    public async Task The_period_counts_from_the_end_of_a_tick()
    {
        await Grain.StartSlowTimer("timer", Second, Second);
        Time.Advance(Second);
        await Journal.Seen("timer ticks");
        Time.Advance(10 * Second);
        Journal.Open("timer");
        await Journal.Seen("timer ticked");
        await Grain.Work(Opened("call"));
        Assert.Equal(1, Journal.CountOf("timer ticks"));

        Time.Advance(Second);

        await Journal.Seen("timer ticks", times: 2);
    }

    [Fact]
    public async Task A_faulted_tick_does_not_stop_the_timer()
    {
        await Grain.StartFaultyTimer("timer", Second, Second);

        for (var tick = 1; tick <= 3; tick++)
        {
            Time.Advance(Second);
            await Journal.Seen("timer ticks", tick);
            await Answer(Grain.Ping(), "a ping behind the tick");
        }
    }

    [Fact]
    public async Task A_disposed_timer_does_not_tick()
    {
        await Start("timer", due: Second, period: Second);
        await Grain.StopTimer();

        Time.Advance(10 * Second);
        await Answer(Grain.Ping(), "a ping behind the tick");

        Assert.Equal(0, Journal.CountOf("timer ticks"));
    }

    [Fact]
    public async Task The_token_of_a_tick_is_cancelled_when_its_timer_is_disposed()
    {
        await Grain.StartSlowTimer("timer", Second, Second);
        Time.Advance(Second);
        await Journal.Seen("timer ticks");

        await Grain.StopTimer();

        await Journal.Seen("timer token");
        Journal.Open("timer");
    }

    [Fact]
    public async Task A_timer_ends_with_its_activation()
    {
        await Start("timer", due: Second, period: Second);
        await Grain.EndActivation();
        await Journal.Seen("deactivate ApplicationRequested");

        Time.Advance(10 * Second);
        await Answer(Grain.Ping(), "a ping to the next activation");

        Assert.Equal(0, Journal.CountOf("timer ticks"));
    }

    [Fact]
    public async Task A_changed_timer_ticks_by_its_new_times()
    {
        await Start("timer", due: Second, period: Second);
        await Grain.ChangeTimer(5 * Second, Timeout.InfiniteTimeSpan);
        Time.Advance(4 * Second);
        await Answer(Grain.Ping(), "a ping before it is due");
        Assert.Equal(0, Journal.CountOf("timer ticks"));

        Time.Advance(Second);

        await Journal.Seen("timer ticks");
    }

    [Fact]
    public async Task Ticks_of_a_timer_that_says_so_keep_an_activation()
    {
        await Grain.StartTimer("timer", UnlikeAnyOther, UnlikeAnyOther, interleave: false, keepAlive: true);

        await AdvanceTickByTick(30);

        Assert.Equal(30, Journal.CountOf("timer ticks"));
        Assert.Equal(0, Journal.CountOf("deactivate ActivationIdle"));
    }

    [Fact]
    public async Task A_tick_does_not_see_the_values_of_the_call_that_started_the_timer()
    {
        RequestContext.Set("key", "value");
        await Start("timer", due: Second, period: Second);

        Time.Advance(Second);

        await Journal.Seen("timer sees nothing");
    }

    [Fact]
    public async Task Negative_times_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Start("timer", due: -2 * Second, period: Second));
    }

    private Task Start(string name, TimeSpan due, TimeSpan period) => Grain.StartTimer(name, due, period, interleave: false, keepAlive: false);

    private string Opened(string gate)
    {
        Journal.Open(gate);
        return gate;
    }

    // A call would do to wait for the end of a tick, but it would also count as use.
    private async Task AdvanceTickByTick(int ticks)
    {
        for (var tick = 1; tick <= ticks && Journal.CountOf("deactivate ActivationIdle") == 0; tick++)
        {
            await Answer(Task.WhenAny(Time.IsScheduled(UnlikeAnyOther), Journal.Seen("deactivate ActivationIdle")), "the timer to be set");
            Time.Advance(UnlikeAnyOther);
        }

        await Answer(Task.WhenAny(Journal.Seen("timer ticks", ticks), Journal.Seen("deactivate ActivationIdle")), "the last tick");
    }
}

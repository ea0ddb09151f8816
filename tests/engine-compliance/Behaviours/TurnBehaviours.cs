using Vespid.Tests.EngineCompliance.Engines;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>Turns of an activation.</summary>
public abstract class TurnBehaviours(Engine engine) : EngineBehaviours(engine)
{
    [Fact]
    public async Task A_grain_has_one_activation_however_many_call_it_first()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Grains.GetGrain<IWorkGrain>("one").WhichActivation()));

        Assert.Single(answers.Distinct());
        Assert.Equal(1, Journal.CountOf("activate"));
    }

    [Fact]
    public async Task A_call_waits_until_the_task_of_the_call_before_has_completed()
    {
        var grain = Grains.GetGrain<IWorkGrain>("one");
        var first = grain.Work("first");
        await Journal.Seen("first begins");
        var second = grain.Work("second");
        await Answer(grain.Ping(), "a ping behind the second call");
        Assert.Equal(0, Journal.CountOf("second begins"));

        Journal.Open("second");
        Journal.Open("first");
        await Answer(Task.WhenAll(first, second), "both calls");

        AssertInOrder("first begins", "first ends", "second begins", "second ends");
    }

    [Fact]
    public async Task Calls_of_one_caller_to_an_activation_run_in_the_order_sent()
    {
        // Orleans promises no order; while an activation is made, calls do overtake one another there.
        var grain = Grains.GetGrain<IWorkGrain>("one");
        await Answer(grain.Ping(), "the activation");
        var names = Enumerable.Range(0, 100).Select(static index => $"call {index:00}").ToArray();
        foreach (var name in names)
        {
            Journal.Open(name);
        }

        await Answer(Task.WhenAll(names.Select(grain.Work)), "all calls");

        AssertInOrder([.. names.Select(static name => $"{name} begins")]);
    }

    [Fact]
    public async Task Different_grains_work_side_by_side()
    {
        var one = Grains.GetGrain<IWorkGrain>("one").Work("a");
        var other = Grains.GetGrain<IWorkGrain>("other").Work("b");
        await Journal.Seen("a begins");
        await Journal.Seen("b begins");

        Journal.Open("a");
        Journal.Open("b");
        await Answer(Task.WhenAll(one, other), "both calls");
    }

    [Fact]
    public async Task What_follows_an_await_runs_in_the_activation()
    {
        Assert.True(await Answer(Grains.GetGrain<ICallerGrain>("a").StaysOnItsScheduler(Grains.GetGrain<IWorkGrain>("b")), "the call"));
    }

    [Fact]
    public async Task A_call_never_runs_on_the_stack_of_its_caller()
    {
        var stack = await Answer(Grains.GetGrain<ICallerGrain>("a").StackOf(Grains.GetGrain<ICallerGrain>("b")), "the call");

        Assert.Contains(nameof(ICallerGrain.OwnStack), stack, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(ICallerGrain.StackOf), stack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_of_ten_thousand_calls_completes()
    {
        Assert.Equal(10_000, await Answer(Grains.GetGrain<ICallerGrain>("10000").Descend(10_000), "the chain"));
    }

    [Fact]
    public async Task A_call_cycle_of_plain_grains_times_out()
    {
        var first = Grains.GetGrain<ICallerGrain>("first");
        var cycle = first.CallInCycle(Grains.GetGrain<ICallerGrain>("second"));
        await Journal.Seen("called back");

        Time.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<TimeoutException>(() => cycle);
        await Answer(first.Touch(), "a call after the cycle was broken");
    }
}

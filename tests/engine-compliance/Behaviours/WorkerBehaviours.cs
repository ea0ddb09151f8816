using Vespid.Tests.EngineCompliance.Engines;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>Stateless workers.</summary>
public abstract class WorkerBehaviours(Engine engine) : EngineBehaviours(engine)
{
    private IPoolGrain Pool => Grains.GetGrain<IPoolGrain>(0);

    [Fact]
    public async Task Calls_spread_over_the_workers()
    {
        var first = Pool.Work("first");
        await Journal.Seen("first begins");
        var second = Pool.Work("second");
        await Journal.Seen("second begins");

        Journal.Open("first");
        Journal.Open("second");
        var workers = await Answer(Task.WhenAll(first, second), "both calls");

        Assert.Equal(2, workers.Distinct().Count());
    }

    [Fact]
    public async Task There_are_no_more_workers_than_allowed()
    {
        var calls = new[] { Pool.Work("a"), Pool.Work("b"), Pool.Work("c") };
        await Journal.Seen("begins", times: 2);
        await Answer(Grains.GetGrain<IWorkGrain>("bystander").Ping(), "a bystander");
        Assert.Equal(2, Journal.CountOf("begins"));

        Journal.Open("a");
        Journal.Open("b");
        Journal.Open("c");
        var workers = await Answer(Task.WhenAll(calls), "all calls");

        Assert.Equal(2, workers.Distinct().Count());
    }

    [Fact]
    public async Task An_idle_worker_is_used_again()
    {
        Journal.Open("call");
        var first = await Pool.Work("call");

        Assert.Equal(first, await Pool.Work("call"));
    }
}

using Microsoft.Extensions.DependencyInjection;
using Vespid.Embedded;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Engines;

/// <summary>With a dispatcher and a clock of the caller's, everything happens on one thread in an order that a seed decides.</summary>
public sealed class SimulationTests
{
    [Fact]
    public async Task The_same_seed_gives_the_same_run()
    {
        Assert.Equal(await Run(seed: 1), await Run(seed: 1));
        Assert.NotEqual(await Run(seed: 1), await Run(seed: 2));
    }

    [Fact]
    public async Task Nothing_runs_but_on_the_thread_that_steps()
    {
        await using var engine = new EmbeddedEngine();
        var dispatcher = new SteppedDispatcher(seed: 1);
        await engine.Start(services => services.AddSingleton<ITurnDispatcher>(dispatcher));
        var chain = engine.Grains.GetGrain<ICallerGrain>("1000").Descend(1000);
        Assert.False(chain.IsCompleted);

        dispatcher.Run();

        Assert.True(chain.IsCompletedSuccessfully);
        await Stop(engine, dispatcher);
    }

    private static async Task<IReadOnlyList<string>> Run(int seed)
    {
        await using var engine = new EmbeddedEngine();
        var dispatcher = new SteppedDispatcher(seed);
        await engine.Start(services => services.AddSingleton<ITurnDispatcher>(dispatcher));
        foreach (var name in Enumerable.Range(0, 20).Select(static index => $"call {index}"))
        {
            _ = engine.Grains.GetGrain<IWorkGrain>(name).NotifyFault(name);
        }

        dispatcher.Run();
        await Stop(engine, dispatcher);
        return engine.Journal.Entries;
    }

    private static Task Stop(EmbeddedEngine engine, SteppedDispatcher dispatcher)
    {
        var stopped = engine.Stop();
        dispatcher.Run();
        return Kit.Journal.Within(stopped, static () => "the engine to stop");
    }
}

using Vespid.Tests.EngineCompliance.Engines;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>How an engine stops.</summary>
public abstract class StopBehaviours(Engine engine) : EngineBehaviours(engine)
{
    [Fact]
    public async Task Activations_end_because_of_the_shut_down()
    {
        await Grains.GetGrain<IWorkGrain>("any").Ping();

        await Answer(Engine.Stop(), "the engine to stop");

        Assert.Equal(1, Journal.CountOf("deactivate ShuttingDown"));
    }

    [Fact]
    public async Task Calls_that_run_may_complete()
    {
        var call = Grains.GetGrain<IWorkGrain>("any").Work("work");
        await Journal.Seen("work begins");
        var stopped = Engine.Stop();
        Assert.False(stopped.IsCompleted);

        Journal.Open("work");
        await Answer(stopped, "the engine to stop");

        AssertInOrder("work ends", "deactivate ShuttingDown");
        await Answer(call, "the call");
    }
}

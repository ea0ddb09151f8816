using Microsoft.Extensions.DependencyInjection;
using Vespid.Tests.EngineCompliance.Engines;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>Incoming call filters.</summary>
public abstract class FilterBehaviours(Engine engine) : EngineBehaviours(engine)
{
    public override Task InitializeAsync() => Engine.Start(services =>
    {
        services.AddSingleton<IIncomingGrainCallFilter>(new RecordingFilter("outer", Journal));
        services.AddSingleton<IIncomingGrainCallFilter>(new RecordingFilter("inner", Journal));
    });

    [Fact]
    public async Task Filters_run_around_a_call_in_the_order_registered()
    {
        await Grains.GetGrain<ILifeGrain>("any").Call();

        AssertInOrder("outer before life.Call", "inner before life.Call", "called", "inner after life.Call", "outer after life.Call");
    }

    [Fact]
    public async Task The_grains_own_filter_is_the_innermost_and_may_replace_the_result()
    {
        Assert.Equal("<text!>", await Grains.GetGrain<INumberGrain>(1).Sign("text"));

        AssertInOrder("inner before number.Sign", "own filter: Sign", "inner after number.Sign");
    }

    [Fact]
    public async Task A_filter_may_replace_an_argument()
    {
        Assert.Equal("<replaced!>", await Grains.GetGrain<INumberGrain>(1).Sign("replace me"));
    }

    [Fact]
    public async Task A_fault_passes_through_the_filters()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Grains.GetGrain<IFaultGrain>("any").ThrowInTask("broken"));

        AssertInOrder("outer before fault.ThrowInTask", "outer fault fault.ThrowInTask");
    }
}

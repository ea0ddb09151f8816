using Vespid.Tests.EngineCompliance.Engines;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>Values that travel with calls.</summary>
public abstract class ContextBehaviours(Engine engine) : EngineBehaviours(engine)
{
    private IContextGrain One => Grains.GetGrain<IContextGrain>("one");

    [Fact]
    public async Task The_callee_sees_what_the_caller_had_set()
    {
        RequestContext.Set("key", "value");

        Assert.Equal("value", await One.Get("key"));
    }

    [Fact]
    public async Task The_callee_still_sees_it_after_an_await()
    {
        RequestContext.Set("key", "value");

        Assert.Equal("value", await One.GetAfterAwait("key"));
    }

    [Fact]
    public async Task It_travels_on_with_calls_of_the_callee()
    {
        RequestContext.Set("key", "value");

        Assert.Equal("value", await One.GetThrough(Grains.GetGrain<IContextGrain>("next"), "key"));
    }

    [Fact]
    public async Task What_the_callee_sets_does_not_travel_back()
    {
        RequestContext.Set("key", "callers");

        await One.Set("key", "callees");

        Assert.Equal("callers", RequestContext.Get("key"));
    }

    [Fact]
    public async Task A_call_does_not_see_the_values_of_another_call()
    {
        await One.Set("key", "value");
        RequestContext.Set("other", "value");
        await One.Get("other");
        RequestContext.Clear();

        Assert.Null(await One.Get("key"));
        Assert.Null(await One.Get("other"));
    }

    [Fact]
    public async Task A_call_does_not_see_the_values_of_the_call_that_ran_just_before()
    {
        var hold = One.Hold("gate");
        await Journal.Seen("gate holds");
        RequestContext.Set("key", "value");
        var with = One.Get("key");
        RequestContext.Clear();
        var without = One.Get("key");

        Journal.Open("gate");
        await Answer(Task.WhenAll(hold, with, without), "all calls");

        Assert.Equal("value", await with);
        Assert.Null(await without);
    }

    [Fact]
    public async Task A_removed_value_does_not_travel()
    {
        RequestContext.Set("key", "value");
        Assert.True(RequestContext.Remove("key"));
        Assert.False(RequestContext.Remove("key"));

        Assert.Null(await One.Get("key"));
    }
}

using Vespid.Tests.EngineCompliance.Engines;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>Objects that are no grains and are called all the same.</summary>
public abstract class ObserverBehaviours(Engine engine) : EngineBehaviours(engine)
{
    private readonly Parrot _parrot = new();

    private IListenedGrain Listened => Grains.GetGrain<IListenedGrain>(1);

    [Fact]
    public async Task A_grain_that_was_given_a_reference_calls_the_object()
    {
        await Listened.Listen(Grains.CreateObjectReference<IListener>(_parrot));
        Assert.Equal("hello?", await Answer(Listened.Ask("hello"), "the grain's answer"));
    }

    [Fact]
    public async Task A_grain_hands_the_reference_on()
    {
        await Listened.Listen(Grains.CreateObjectReference<IListener>(_parrot));
        var listener = await Listened.Listener();
        Assert.Equal("hello?", await Answer(listener!.Ask("hello"), "the object's answer"));
    }

    [Fact]
    public async Task A_fault_of_the_object_reaches_the_caller()
    {
        await Listened.Listen(Grains.CreateObjectReference<IListener>(_parrot));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Answer(Listened.Ask(""), "the grain's fault"));
    }

    [Fact]
    public void An_object_of_another_kind_gets_no_reference() =>
        Assert.ThrowsAny<ArgumentException>(() => Grains.CreateObjectReference<IListener>(new Mute()));

    private sealed class Parrot : IListener
    {
        public Task<string> Ask(string question) => question.Length == 0 ? throw new InvalidOperationException("no question") : Task.FromResult(question + "?");
    }

    private sealed class Mute : IGrainObserver;
}

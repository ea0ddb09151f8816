using Vespid.Tests.EngineCompliance.Engines;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>
/// Idle activations are collected by age. Only for an engine whose collector follows the injected clock: Orleans' measures idleness on the real one.
/// </summary>
public abstract class CollectionBehaviours(Engine engine) : EngineBehaviours(engine)
{
    private static readonly TimeSpan PastTheCollectionAge = TimeSpan.FromMinutes(17);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(47);

    [Fact]
    public async Task An_idle_activation_is_collected_after_its_age()
    {
        await Grain.Call();

        Time.Advance(PastTheCollectionAge);

        await Journal.Seen("deactivating ActivationIdle");
    }

    [Fact]
    public async Task A_grain_may_delay_its_collection()
    {
        await Grain.Delay(TimeSpan.FromHours(2));
        Time.Advance(TimeSpan.FromHours(1));
        await Grain.Call();
        Assert.Equal(1, Journal.CountOf("activated"));

        Time.Advance(TimeSpan.FromHours(2));

        await Journal.Seen("deactivating ActivationIdle");
    }

    [Fact]
    public async Task Ticks_do_not_keep_an_activation()
    {
        await Grains.GetGrain<ITimerGrain>("any").StartTimer("timer", Period, Period, interleave: false, keepAlive: false);

        // A call would do to wait for the end of a tick, but it would also count as use.
        for (var tick = 0; tick < 30 && Journal.CountOf("deactivate ActivationIdle") == 0; tick++)
        {
            await Answer(Task.WhenAny(Time.IsScheduled(Period), Journal.Seen("deactivate ActivationIdle")), "the timer to be set");
            Time.Advance(Period);
        }

        await Journal.Seen("deactivate ActivationIdle");
    }

    private ILifeGrain Grain => Grains.GetGrain<ILifeGrain>("any");
}

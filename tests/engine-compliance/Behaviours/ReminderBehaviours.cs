using Vespid.Tests.EngineCompliance.Engines;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>Durable reminders.</summary>
public abstract class ReminderBehaviours(Engine engine) : EngineBehaviours(engine)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private IReminderGrain Grain => Grains.GetGrain<IReminderGrain>("any");

    [Fact]
    public async Task A_reminder_ticks_when_due_and_then_in_its_period()
    {
        await Grain.Remind("wake", 2 * Minute, 3 * Minute);

        Time.Advance(2 * Minute);
        await Journal.Seen("wake at 00:00:00");
        Time.Advance(3 * Minute);
        await Journal.Seen("wake at 00:03:00");
        Time.Advance(3 * Minute);
        await Journal.Seen("wake at 00:06:00");
    }

    [Fact]
    public async Task A_reminder_wakes_a_grain_that_is_not_active()
    {
        await Grain.Remind("wake", 2 * Minute, 3 * Minute);
        await Grain.EndActivation();
        await Journal.Seen("deactivate ApplicationRequested");

        Time.Advance(2 * Minute);

        await Journal.Seen("wake at 00:00:00");
    }

    [Fact]
    public async Task A_reminder_outlives_the_engine()
    {
        await Grain.Remind("wake", 2 * Minute, 3 * Minute);
        await Engine.Stop();
        await Engine.Start();

        Time.Advance(2 * Minute);

        await Journal.Seen("wake at 00:00:00");
    }

    [Fact]
    public async Task Ticks_missed_while_no_engine_ran_are_skipped()
    {
        await Grain.Remind("wake", 2 * Minute, 3 * Minute);
        await Engine.Stop();
        Time.Advance(9 * Minute);
        await Engine.Start();

        Time.Advance(2 * Minute);
        await Journal.Seen("wake at 00:09:00");

        Assert.DoesNotContain("wake at 00:00:00", Journal.Entries);
        Assert.DoesNotContain("wake at 00:03:00", Journal.Entries);
    }

    [Fact]
    public async Task A_reminder_that_is_unregistered_ticks_no_more()
    {
        await Grain.Remind("gone", 2 * Minute, 3 * Minute);
        await Grain.Remind("other", 2 * Minute, 3 * Minute);
        await Grain.Forget("gone");

        Time.Advance(2 * Minute);
        await Journal.Seen("other at 00:00:00");
        await Answer(Grain.Names(), "a call behind the tick");

        Assert.DoesNotContain("gone at 00:00:00", Journal.Entries);
        Assert.False(await Grain.Has("gone"));
    }

    [Fact]
    public async Task Registering_again_replaces_the_reminder_of_that_name()
    {
        await Grain.Remind("wake", 2 * Minute, 3 * Minute);
        await Grain.Remind("wake", 4 * Minute, 3 * Minute);
        await Grain.Remind("other", 2 * Minute, 3 * Minute);

        Time.Advance(2 * Minute);
        await Journal.Seen("other at 00:00:00");
        await Answer(Grain.Names(), "a call behind the tick");
        Assert.DoesNotContain("wake at 00:00:00", Journal.Entries);
        Time.Advance(2 * Minute);

        await Journal.Seen("wake at 00:00:00");
        Assert.Equal(["other", "wake"], (await Grain.Names()).Order());
    }

    [Fact]
    public async Task A_tick_does_not_see_the_values_of_the_call_that_registered_the_reminder()
    {
        RequestContext.Set("key", "value");
        await Grain.Remind("wake", 2 * Minute, 3 * Minute);

        Time.Advance(2 * Minute);

        await Journal.Seen("wake sees nothing");
    }

    [Fact]
    public async Task A_period_below_a_minute_is_refused()
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(() => Grain.Remind("wake", Minute, TimeSpan.FromSeconds(59)));

        Assert.Contains("00:01:00", fault.Message, StringComparison.Ordinal);
        Assert.Empty(await Grain.Names());
    }

    [Fact]
    public async Task A_negative_due_time_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Grain.Remind("wake", -Minute, Minute));
    }

    [Fact]
    public async Task A_grain_that_is_not_remindable_cannot_have_reminders()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Grains.GetGrain<IForgetfulGrain>("any").Remind());
    }
}

using Vespid.Tests.EngineCompliance.Engines;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>How activations begin and end.</summary>
public abstract class LifeBehaviours(Engine engine) : EngineBehaviours(engine)
{
    private static readonly TimeSpan PastTheCollectionAge = TimeSpan.FromMinutes(17);

    private ILifeGrain Grain(string key) => Grains.GetGrain<ILifeGrain>(key);

    [Fact]
    public async Task The_lifecycle_starts_in_order_before_the_grain_and_the_grain_before_the_first_call()
    {
        await Answer(Grain("any").Call(), "the call");

        AssertInOrder("early starts", "late starts", "activating", "activated", "called");
    }

    [Fact]
    public async Task The_lifecycle_stops_in_reverse_order_after_the_grain()
    {
        await Grain("any").EndActivation();
        await Journal.Seen("early stops");

        AssertInOrder("deactivating ApplicationRequested", "late stops", "early stops");
    }

    [Fact]
    public async Task Calls_wait_until_the_activation_has_begun()
    {
        var call = Grain("slow").Call();
        await Journal.Seen("activating");
        Assert.Equal(0, Journal.CountOf("called"));

        Journal.Open("activate");
        await Answer(call, "the call");

        AssertInOrder("activated", "called");
    }

    [Fact]
    public async Task A_failed_activation_fails_every_call_that_waits_for_it()
    {
        var first = Grain("fail-slowly").Call();
        await Journal.Seen("activating");
        var second = Grain("fail-slowly").Call();
        Journal.Open("activate");

        Assert.Equal("cannot activate", (await Assert.ThrowsAsync<InvalidOperationException>(() => first)).Message);
        Assert.Equal("cannot activate", (await Assert.ThrowsAsync<InvalidOperationException>(() => second)).Message);
        Assert.Equal(0, Journal.CountOf("called"));
    }

    [Fact]
    public async Task The_call_after_a_failed_activation_tries_again()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Grain("fail-once").Call());

        await Answer(Grain("fail-once").Call(), "the second attempt");

        Assert.Equal(2, Journal.CountOf("activating"));
    }

    [Fact]
    public async Task A_grain_that_cannot_be_constructed_fails_its_calls()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Grains.GetGrain<IBrokenGrain>("any").Call());

        Assert.Equal("cannot construct", fault.InnerException?.Message);
    }

    [Fact]
    public async Task A_grain_may_end_its_activation_and_the_next_call_makes_a_new_one()
    {
        await Grain("any").EndActivation();
        await Journal.Seen("deactivating ApplicationRequested");

        await Answer(Grain("any").Call(), "the next call");

        Assert.Equal(2, Journal.CountOf("activated"));
    }

    [Fact]
    public async Task An_activation_ends_only_when_the_calls_it_works_on_have_completed()
    {
        var grain = Grains.GetGrain<IWorkGrain>("any");
        var working = grain.WorkInterleaved("work");
        await Journal.Seen("work begins");
        await Answer(grain.EndActivation(), "the call that ends it");
        Assert.Equal(0, Journal.CountOf("deactivate ApplicationRequested"));

        Journal.Open("work");
        await Answer(working, "the call it works on");
        await Journal.Seen("deactivate ApplicationRequested");

        AssertInOrder("work ends", "deactivate ApplicationRequested");
    }

    [Fact]
    public async Task Calls_that_wait_when_the_activation_ends_go_to_the_next_one()
    {
        var grain = Grains.GetGrain<IWorkGrain>("any");
        var before = await grain.WhichActivation();
        var working = grain.Work("work");
        await Journal.Seen("work begins");
        var ending = grain.EndActivation();
        var waiting = grain.Work("waiting");
        Journal.Open("work");
        Journal.Open("waiting");

        await Answer(Task.WhenAll(working, ending, waiting), "all calls");

        AssertInOrder("work ends", "deactivate ApplicationRequested", "waiting begins");
        Assert.NotEqual(before, await grain.WhichActivation());
    }

    [Fact]
    public async Task No_call_is_lost_and_no_two_activations_meet_while_many_call_and_activations_end()
    {
        var grain = Grains.GetGrain<IWorkGrain>("any");

        await Answer(Task.WhenAll(Enumerable.Range(0, 8).Select(async caller =>
        {
            for (var call = 0; call < 200; call++)
            {
                await (call % 5 == caller % 5 ? grain.EndActivation() : grain.Ping());
            }
        })), "all calls");

        var begun = 0;
        foreach (var entry in Journal.Entries)
        {
            begun += entry == "activate" ? 1 : -1;
            Assert.InRange(begun, 0, 1);
        }
    }

    [Fact]
    public async Task The_next_activation_begins_after_the_one_before_has_cleaned_up()
    {
        await Grain("slow-end").EndActivation();
        await Journal.Seen("deactivating ApplicationRequested");
        var next = Grain("slow-end").Call();
        await Answer(Grain("bystander").Call(), "a bystander");

        Journal.Open("deactivate");
        await Answer(next, "the call to the next activation");

        var entries = Journal.Entries.ToList();
        Assert.True(entries.IndexOf("deactivated") < entries.LastIndexOf("activating"), string.Join(", ", entries));
    }

    [Fact]
    public async Task A_fault_while_cleaning_up_harms_nobody()
    {
        await Grain("bad-end").EndActivation();
        await Journal.Seen("deactivating ApplicationRequested");

        await Answer(Grain("bad-end").Call(), "the next call");
    }

    [Fact]
    public async Task Use_keeps_an_activation()
    {
        for (var minute = 0; minute < 20; minute += 10)
        {
            await Grain("any").Call();
            Time.Advance(TimeSpan.FromMinutes(10));
        }

        await Grain("any").Call();

        Assert.Equal(1, Journal.CountOf("activated"));
    }

    [Fact]
    public async Task An_activation_that_works_on_a_call_is_not_collected()
    {
        var grain = Grains.GetGrain<IFaultGrain>("busy");
        var call = grain.HangLonger();
        await Journal.Seen("hangs longer");
        Time.Advance(PastTheCollectionAge);
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        var next = grain.HasToken(CancellationToken.None);

        Journal.Open("hang");

        Assert.True(await Answer(next, "the next call, which waits for the first"));
    }

    [Fact]
    public async Task A_grain_class_may_be_exempt_from_collection()
    {
        var grain = Grains.GetGrain<IKeptGrain>(Guid.Empty);
        var before = await grain.WhichActivation();

        Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(before, await grain.WhichActivation());
    }
}

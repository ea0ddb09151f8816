using Orleans.Storage;
using Vespid.Tests.EngineCompliance.Engines;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>Durable state and other facets.</summary>
public abstract class StateBehaviours(Engine engine) : EngineBehaviours(engine)
{
    private ICounterGrain Counter => Grains.GetGrain<ICounterGrain>("any");

    [Fact]
    public async Task State_that_was_never_stored_is_new()
    {
        Assert.Equal(0, await Counter.Get());
        Assert.False(await Counter.IsStored());
    }

    [Fact]
    public async Task What_was_written_is_there_before_the_next_activation_begins()
    {
        await Counter.Set(7);
        await Counter.EndActivation();

        Assert.Equal(7, await Counter.GetAtActivation());
        Assert.True(await Counter.IsStored());
    }

    [Fact]
    public async Task Cleared_state_is_new_again()
    {
        await Counter.Set(7);

        await Counter.Clear();

        Assert.Equal(0, await Counter.Get());
        Assert.False(await Counter.IsStored());
    }

    [Fact]
    public async Task State_can_be_read_again()
    {
        await Counter.Set(7);
        WriteBehindTheBack(8);

        await Counter.Reread();

        Assert.Equal(8, await Counter.Get());
    }

    [Fact]
    public async Task A_conflict_that_escapes_ends_the_activation_and_the_next_one_reads_again()
    {
        await Counter.Set(7);
        var before = await Counter.WhichActivation();
        WriteBehindTheBack(8);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Counter.Set(9));

        Assert.Equal(8, await Counter.Get());
        Assert.NotEqual(before, await Counter.WhichActivation());
    }

    [Fact]
    public async Task A_conflict_that_the_grain_handles_does_not_end_the_activation()
    {
        await Counter.Set(7);
        var before = await Counter.WhichActivation();
        WriteBehindTheBack(8);

        Assert.False(await Counter.TrySet(9));

        Assert.Equal(before, await Counter.WhichActivation());
    }

    [Fact]
    public async Task A_conflict_does_not_end_the_activations_that_called()
    {
        await Counter.Set(7);
        var caller = Grains.GetGrain<ICallerGrain>("caller");
        var before = await caller.OwnActivation();
        WriteBehindTheBack(8);

        await Assert.ThrowsAsync<InconsistentStateException>(() => caller.WriteThrough(Counter, 9));

        Assert.Equal(before, await caller.OwnActivation());
    }

    [Fact]
    public async Task A_fault_of_the_storage_fails_the_write_and_names_the_grain()
    {
        await Counter.Set(7);
        var before = await Counter.WhichActivation();
        Engine.Storage.Fault = new TimeoutException("no storage");

        await Assert.ThrowsAnyAsync<OrleansException>(() => Counter.Set(8));

        Engine.Storage.Fault = null;
        Assert.Equal(before, await Counter.WhichActivation());
    }

    [Fact]
    public async Task A_grain_whose_state_cannot_be_read_does_not_begin()
    {
        Engine.Storage.Fault = new TimeoutException("no storage");
        await Assert.ThrowsAnyAsync<OrleansException>(() => Counter.Get());

        Engine.Storage.Fault = null;

        Assert.Equal(0, await Counter.Get());
    }

    [Fact]
    public async Task A_storage_that_is_not_registered_fails_the_activation()
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => Grains.GetGrain<IHomelessGrain>("any").Call());

        Assert.Contains("nowhere", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_facet_of_ones_own_is_ready_before_the_grain_begins()
    {
        Assert.Equal("for note key", await Grains.GetGrain<INoteGrain>("key").NoteAtActivation());
    }

    private void WriteBehindTheBack(int value) =>
        Engine.Storage.WriteBehindTheBack(Counter.GetGrainId(), "counter", new CounterState { Value = value });
}

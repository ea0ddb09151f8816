using Vespid.Tests.EngineCompliance.Engines;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>Which calls may run while another awaits.</summary>
public abstract class InterleavingBehaviours(Engine engine) : EngineBehaviours(engine)
{
    private IWorkGrain Plain => Grains.GetGrain<IWorkGrain>("plain");

    private IReentrantGrain Reentrant => Grains.GetGrain<IReentrantGrain>("reentrant");

    [Fact]
    public async Task Calls_of_a_reentrant_grain_interleave()
    {
        var first = Reentrant.Work("first");
        await Journal.Seen("first begins");
        var second = Reentrant.Work("second");
        await Journal.Seen("second begins");

        Journal.Open("second");
        await Answer(second, "the second call, while the first one waits");
        Journal.Open("first");
        await Answer(first, "the first call");
    }

    [Fact]
    public async Task Turns_of_a_reentrant_grain_never_overlap()
    {
        var most = await Answer(Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Reentrant.CountOverlaps(20))), "all calls");

        Assert.Equal(1, most.Max());
    }

    [Fact]
    public async Task A_reentrant_grain_can_be_called_back()
    {
        Assert.Equal("reentrant", await Answer(Reentrant.RoundTrip(Grains.GetGrain<IReentrantGrain>("other")), "the round trip"));
    }

    [Fact]
    public async Task An_always_interleaved_method_runs_during_a_plain_call()
    {
        var plain = Plain.Work("plain");
        await Journal.Seen("plain begins");
        Journal.Open("interleaved");

        await Answer(Plain.WorkInterleaved("interleaved"), "the interleaved call");

        Assert.Equal(0, Journal.CountOf("plain ends"));
        Journal.Open("plain");
        await Answer(plain, "the plain call");
    }

    [Fact]
    public async Task An_always_interleaved_method_overtakes_calls_that_wait()
    {
        var running = Plain.Work("running");
        await Journal.Seen("running begins");
        var waiting = Plain.Work("waiting");
        Journal.Open("interleaved");

        await Answer(Plain.WorkInterleaved("interleaved"), "the interleaved call");

        Assert.Equal(0, Journal.CountOf("waiting begins"));
        Journal.Open("running");
        Journal.Open("waiting");
        await Answer(Task.WhenAll(running, waiting), "the plain calls");
    }

    [Fact]
    public async Task A_plain_call_runs_while_only_interleaved_ones_do()
    {
        var interleaved = Plain.WorkInterleaved("interleaved");
        await Journal.Seen("interleaved begins");
        Journal.Open("plain");

        await Answer(Plain.Work("plain"), "the plain call");

        Journal.Open("interleaved");
        await Answer(interleaved, "the interleaved call");
    }

    [Fact]
    public async Task Read_only_calls_interleave_with_one_another()
    {
        var first = Plain.Read("first");
        await Journal.Seen("first begins");
        var second = Plain.Read("second");
        await Journal.Seen("second begins");

        Journal.Open("first");
        Journal.Open("second");
        await Answer(Task.WhenAll(first, second), "both reads");
    }

    [Fact]
    public async Task A_read_only_call_waits_for_a_plain_one()
    {
        var write = Plain.Work("write");
        await Journal.Seen("write begins");
        var read = Plain.Read("read");
        await Answer(Plain.Ping(), "a ping behind the read");
        Assert.Equal(0, Journal.CountOf("read begins"));

        Journal.Open("write");
        Journal.Open("read");
        await Answer(Task.WhenAll(write, read), "both calls");
        AssertInOrder("write ends", "read begins");
    }

    [Fact]
    public async Task A_plain_call_waits_for_a_read_only_one()
    {
        var read = Plain.Read("read");
        await Journal.Seen("read begins");
        var write = Plain.Work("write");
        await Answer(Plain.Ping(), "a ping behind the write");
        Assert.Equal(0, Journal.CountOf("write begins"));

        Journal.Open("read");
        Journal.Open("write");
        await Answer(Task.WhenAll(read, write), "both calls");
        AssertInOrder("read ends", "write begins");
    }
}

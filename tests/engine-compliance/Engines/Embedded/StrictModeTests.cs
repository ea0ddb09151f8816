using Vespid.Tests.EngineCompliance.Behaviours;
using Vespid.Tests.EngineCompliance.Engines.Contracts;

namespace Vespid.Tests.EngineCompliance.Engines;

/// <summary>The strict mode, which the tests of the tree rely on to find contracts that would not travel.</summary>
public sealed class StrictModeTests() : EngineBehaviours(new EmbeddedEngine { Configure = static options => options.StrictSerialization = true })
{
    private IContractGrain Grain => Grains.GetGrain<IContractGrain>("any");

    [Fact]
    public async Task A_contract_arrives_as_an_equal_copy()
    {
        var sent = new Order("o-1", [new OrderLine("a", 1), new OrderLine("b", 2)], new() { ["k"] = "v" }) { Note = "note" };

        var received = await Grain.Echo(sent);

        Assert.NotSame(sent, received);
        Assert.Equal(sent.Id, received.Id);
        Assert.Equal(sent.Lines, received.Lines);
        Assert.NotSame(sent.Lines, received.Lines);
        Assert.NotSame(sent.Lines[0], received.Lines[0]);
        Assert.Equal(sent.Labels, received.Labels);
        Assert.Equal("note", received.Note);
    }

    [Fact]
    public async Task A_member_without_an_id_does_not_arrive()
    {
        var received = await Grain.Echo(new Order("o-1", [], []) { Forgotten = "lost" });

        Assert.Null(received.Forgotten);
    }

    [Fact]
    public async Task A_derived_contract_arrives_as_itself()
    {
        var received = await Grain.EchoShape(new Circle { Name = "round", Radius = 2 });

        Assert.Equal(2, Assert.IsType<Circle>(received).Radius);
        Assert.Equal("round", received.Name);
    }

    [Fact]
    public async Task What_the_callee_changes_is_its_own_copy()
    {
        var bytes = new byte[] { 1, 2, 3 };

        await Grain.Clear(bytes);

        Assert.Equal([1, 2, 3], bytes);
    }

    [Fact]
    public async Task An_argument_that_is_no_contract_is_refused()
    {
        var fault = await Assert.ThrowsAsync<NotSupportedException>(() => Grain.Take(new NoContract()));

        Assert.Contains(nameof(NoContract), fault.Message, StringComparison.Ordinal);
        Assert.Contains("GenerateSerializer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_is_no_contract_is_refused()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => Grain.Give());
    }

    [Fact]
    public async Task What_is_no_contract_is_found_inside_a_collection()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => Grain.TakeAll([new NoContract()]));
    }

    [Fact]
    public void A_one_way_call_with_what_is_no_contract_says_so_at_once()
    {
        Assert.Throws<NotSupportedException>(() => { _ = Grain.Tell(new NoContract()); });
    }

    [Fact]
    public async Task A_grain_is_refused_where_a_reference_is_meant()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => Grain.PassItself(Grain));
        Assert.True(await Grain.PassReference(Grain));
    }
}

using Vespid.Tests.EngineCompliance.Engines;
using Vespid.Tests.EngineCompliance.Grains;

namespace Vespid.Tests.EngineCompliance.Behaviours;

/// <summary>Keys, ids and references.</summary>
public abstract class IdentityBehaviours(Engine engine) : EngineBehaviours(engine)
{
    [Fact]
    public async Task A_grain_knows_its_key()
    {
        var guid = new Guid("6f1c35a0-9d54-4c8e-8d3b-2f5f0d6b7a11");

        Assert.Equal(guid, await Grains.GetGrain<IAnimalGrain>(guid, typeof(CatGrain).FullName).Key());
        Assert.Equal(-42, await Grains.GetGrain<INumberGrain>(-42).Key());
        Assert.Equal(long.MaxValue, await Grains.GetGrain<INumberGrain>(long.MaxValue).Key());
    }

    [Fact]
    public void References_know_the_key_too()
    {
        Assert.Equal("käse / 奶酪", Grains.GetGrain<IWorkGrain>("käse / 奶酪").GetPrimaryKeyString());
        Assert.Equal(42, Grains.GetGrain<INumberGrain>(42).GetPrimaryKeyLong());
    }

    [Fact]
    public void References_to_the_same_grain_are_equal()
    {
        Assert.Equal(Grains.GetGrain<IWorkGrain>("one"), Grains.GetGrain<IWorkGrain>("one"));
        Assert.NotEqual(Grains.GetGrain<IWorkGrain>("one"), Grains.GetGrain<IWorkGrain>("other"));
        Assert.Equal(Grains.GetGrain<IWorkGrain>("one").GetHashCode(), Grains.GetGrain<IWorkGrain>("one").GetHashCode());
    }

    [Fact]
    public void A_grain_id_names_the_class_without_its_suffix_and_the_key()
    {
        Assert.Equal("work/one", Grains.GetGrain<IWorkGrain>("one").GetGrainId().ToString());
        Assert.Equal("number/FF", Grains.GetGrain<INumberGrain>(255).GetGrainId().ToString());
        Assert.Equal(
            "hound/00000000000000000000000000000000",
            Grains.GetGrain<IAnimalGrain>(Guid.Empty, typeof(DogGrain).FullName).GetGrainId().ToString());
    }

    [Fact]
    public void A_grain_id_can_be_read_from_its_text()
    {
        Assert.Equal(GrainId.Create("work", "a/b"), GrainId.Parse("work/a/b"));
        Assert.False(GrainId.TryParse("work", out _));
    }

    [Fact]
    public void The_hash_of_a_grain_id_is_the_same_everywhere()
    {
        // Stored with reminders, so pinned: 31 * h("work") + h(key), where h is xxHash32 with its bytes reversed.
        Assert.Equal(450553450u, GrainId.Create("work", "one").GetUniformHashCode());
        Assert.Equal(2192146623u, GrainId.Create("work", "longer than sixteen bytes, käse").GetUniformHashCode());
    }

    [Fact]
    public async Task A_prefix_chooses_among_several_classes()
    {
        Assert.Equal("meow", await Grains.GetGrain<IAnimalGrain>(Guid.Empty, typeof(CatGrain).FullName).Sound());
        Assert.Equal("woof", await Grains.GetGrain<IAnimalGrain>(Guid.Empty, typeof(DogGrain).FullName).Sound());
    }

    [Fact]
    public void An_interface_that_no_class_implements_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Grains.GetGrain<IOrphanGrain>("any"));
    }

    [Fact]
    public async Task A_reference_by_id_reaches_the_grain()
    {
        var id = Grains.GetGrain<IAnimalGrain>(Guid.Empty, typeof(DogGrain).FullName).GetGrainId();

        Assert.Equal("woof", await Grains.GetGrain<IAnimalGrain>(id).Sound());
    }

    [Fact]
    public async Task A_grain_can_pass_a_reference_to_itself()
    {
        Assert.Equal("one", await Answer(Grains.GetGrain<IReentrantGrain>("one").RoundTrip(Grains.GetGrain<IReentrantGrain>("other")), "the round trip"));
    }
}

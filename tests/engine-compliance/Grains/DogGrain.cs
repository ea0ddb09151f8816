namespace Vespid.Tests.EngineCompliance.Grains;

[GrainType("hound")]
public sealed class DogGrain : Grain, IAnimalGrain
{
    public Task<string> Sound() => Task.FromResult("woof");

    public Task<Guid> Key() => Task.FromResult(this.GetPrimaryKey());
}

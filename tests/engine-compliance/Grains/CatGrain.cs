namespace Vespid.Tests.EngineCompliance.Grains;

public sealed class CatGrain : Grain, IAnimalGrain
{
    public Task<string> Sound() => Task.FromResult("meow");

    public Task<Guid> Key() => Task.FromResult(this.GetPrimaryKey());
}

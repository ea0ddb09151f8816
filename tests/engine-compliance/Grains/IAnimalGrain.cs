namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>Two classes implement it.</summary>
public interface IAnimalGrain : IGrainWithGuidKey
{
    Task<string> Sound();

    Task<Guid> Key();
}

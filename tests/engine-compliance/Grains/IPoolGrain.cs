namespace Vespid.Tests.EngineCompliance.Grains;

public interface IPoolGrain : IGrainWithIntegerKey
{
    /// <returns>Which activation did it.</returns>
    Task<string> Work(string name);
}

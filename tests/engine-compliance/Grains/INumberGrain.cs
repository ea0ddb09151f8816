namespace Vespid.Tests.EngineCompliance.Grains;

public interface INumberGrain : IGrainWithIntegerKey
{
    Task<long> Key();

    Task<string> Sign(string text);
}

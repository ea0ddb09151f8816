namespace Vespid.Tests.EngineCompliance.Grains;

public interface IHomelessGrain : IGrainWithStringKey
{
    Task Call();
}

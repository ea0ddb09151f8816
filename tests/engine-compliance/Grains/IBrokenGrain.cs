namespace Vespid.Tests.EngineCompliance.Grains;

public interface IBrokenGrain : IGrainWithStringKey
{
    Task Call();
}

namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>No class implements it.</summary>
public interface IOrphanGrain : IGrainWithStringKey
{
    Task Call();
}

namespace Vespid.Tests.EngineCompliance.Engines;

/// <summary>Has a method that cannot be a call. Orleans refuses such an interface when it is compiled.</summary>
public interface IImpossibleGrain : IGrainWithStringKey
{
    int Now();
}

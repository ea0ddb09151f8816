namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>Begins and ends with incidents that the key asks for.</summary>
public interface ILifeGrain : IGrainWithStringKey
{
    Task Call();

    Task EndActivation();

    Task Delay(TimeSpan span);
}

namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>An object that is no grain.</summary>
public interface IListener : IGrainObserver
{
    Task<string> Ask(string question);
}

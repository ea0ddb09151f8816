namespace Vespid.Tests.EngineCompliance.Grains;

public interface IKeptGrain : IGrainWithGuidKey
{
    Task<string> WhichActivation();
}

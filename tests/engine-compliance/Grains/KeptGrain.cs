namespace Vespid.Tests.EngineCompliance.Grains;

[KeepAlive]
public sealed class KeptGrain : Grain, IKeptGrain
{
    public Task<string> WhichActivation() => Task.FromResult(GrainContext.ActivationId.ToString());
}

namespace Vespid.Tests.EngineCompliance.Engines;

public sealed class ImpossibleGrain : Grain, IImpossibleGrain
{
    public int Now() => 0;
}

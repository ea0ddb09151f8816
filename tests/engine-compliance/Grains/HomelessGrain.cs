namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>Names a storage that nobody registered.</summary>
public sealed class HomelessGrain([PersistentState("state", "nowhere")] IPersistentState<CounterState> state) : Grain, IHomelessGrain
{
    public Task Call() => state.ReadStateAsync();
}

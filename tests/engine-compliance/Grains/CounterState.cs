namespace Vespid.Tests.EngineCompliance.Grains;

[GenerateSerializer]
[Alias("engine-compliance.counter")]
public sealed record CounterState
{
    [Id(0)]
    public int Value { get; init; }
}

namespace Vespid.Tests.EngineCompliance.Engines.Contracts;

[GenerateSerializer]
[Alias("engine-compliance.shape")]
public abstract class Shape
{
    [Id(0)]
    public string Name { get; set; } = "";
}

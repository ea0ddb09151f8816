namespace Vespid.Tests.EngineCompliance.Engines.Contracts;

[GenerateSerializer]
[Alias("engine-compliance.circle")]
public sealed class Circle : Shape
{
    [Id(0)]
    public double Radius { get; set; }
}

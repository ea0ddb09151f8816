namespace Vespid.Tests.EngineCompliance.Engines.Contracts;

[GenerateSerializer]
[Alias("engine-compliance.order-line")]
public sealed record OrderLine([property: Id(0)] string Article, [property: Id(1)] int Count);

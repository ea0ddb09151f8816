namespace Vespid.Tests.EngineCompliance.Engines.Contracts;

[GenerateSerializer]
[Alias("engine-compliance.order")]
public sealed record Order(
    [property: Id(0)] string Id,
    [property: Id(1)] List<OrderLine> Lines,
    [property: Id(2)] Dictionary<string, string> Labels)
{
    [Id(3)]
    public string? Note { get; init; }

    /// <summary>Has no id.</summary>
    public string? Forgotten { get; init; }
}

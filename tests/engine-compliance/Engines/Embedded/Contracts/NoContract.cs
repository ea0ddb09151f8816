namespace Vespid.Tests.EngineCompliance.Engines.Contracts;

/// <summary>Is not marked.</summary>
public sealed class NoContract
{
    public int Value { get; set; }
}

namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>A facet of the tests' own.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class NoteAttribute(string prefix) : Attribute, IFacetMetadata
{
    public string Prefix => prefix;
}

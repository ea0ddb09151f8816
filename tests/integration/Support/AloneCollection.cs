namespace Vespid.Tests.Integration.Support;

/// <summary>Tests that measure how fast something is: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}

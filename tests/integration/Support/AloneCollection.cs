namespace Vespid.Tests.Integration.Support;

/// <summary>Tests that measure how fast something is: nothing else runs beside them. Their trait <c>load</c> is <c>alone</c>, by which <c>./test</c> keeps other suites away.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}

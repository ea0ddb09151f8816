namespace Vespid.GrainInterfaces.Edges;

/// <summary>Parts of the catalog that agents fetch by themselves.</summary>
public enum SharedPart
{
    /// <summary>Reality keys and versions.</summary>
    Keys,

    /// <summary>Credentials of hysteria2.</summary>
    Hysteria2,

    /// <summary>Parameters of AmneziaWG.</summary>
    Awg,

    /// <summary>A token to report about peers with.</summary>
    CrossProbe,
}

/// <summary>What became of an epoch at the edge.</summary>
/// <param name="Epoch">Epoch.</param>
/// <param name="Result"><c>applied</c>, <c>failed</c> or <c>rolled_back</c>.</param>
/// <param name="Error">Why, bounded.</param>
/// <param name="Component"><c>awg</c> when only that component is meant; null for the whole.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.epoch-result")]
public sealed record EpochResult([property: Id(0)] long Epoch, [property: Id(1)] string Result, [property: Id(2)] string? Error, [property: Id(3)] string? Component = null);

/// <summary>A host takes up its identity again.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.reattach-edge")]
public sealed record ReattachEdge(
    [property: Id(0)] EdgeIdentity Identity, [property: Id(1)] string? PublicIp, [property: Id(2)] string? InstallerVersion, [property: Id(3)] bool RotateIdentity);

/// <summary>A field that differs.</summary>
/// <param name="Path">For example <c>awg.jc</c>.</param>
/// <param name="From">Null when it was not there; secrets are masked.</param>
/// <param name="To">Null when it is gone; secrets are masked.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.config-difference")]
public sealed record ConfigDifference([property: Id(0)] string Path, [property: Id(1)] string? From, [property: Id(2)] string? To);

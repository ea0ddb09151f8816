namespace Vespid.Storage.Commits;

/// <summary>An entity row that a decision relied on, at the version it was read.</summary>
/// <param name="Kind">Which table.</param>
/// <param name="Id">Its key.</param>
/// <param name="Version">The version read.</param>
public readonly record struct Dependency(DependencyKind Kind, Guid Id, long Version);

/// <summary>Tables whose <c>version</c> column a commit can depend on.</summary>
public enum DependencyKind
{
    /// <summary><c>channel_accounts</c>, bumped by its allowlist and secrets too.</summary>
    ChannelAccount,

    /// <summary><c>organizations</c>, bumped by its workflows too.</summary>
    Organization,
}

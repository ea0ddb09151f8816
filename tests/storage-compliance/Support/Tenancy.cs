using System.Collections.Immutable;
using Vespid.Storage.Commits;

namespace Vespid.Tests.Storage.Support;

/// <summary>An organisation with an account, at the versions they have.</summary>
internal sealed partial record Tenancy(Guid Organization, Guid Account)
{
    public ImmutableArray<Dependency> Dependencies { get; init; } = [];
}

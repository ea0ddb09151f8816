using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>A partial change of an organisation. Guard: it exists, and is at the expected version if one is given.</summary>
/// <param name="Id">Organisation.</param>
public sealed record OrganizationChange(Guid Id) : CommitRow
{
    /// <summary>Version the decision saw; null when it does not matter.</summary>
    public long? ExpectedVersion { get; init; }

    public Change<string> Name { get; init; }

    public Change<bool> ChannelRuntimeEnabled { get; init; }

    /// <summary><c>none</c>, <c>echo</c>, <c>pull</c> or <c>push</c>.</summary>
    public Change<string> AgentKind { get; init; }

    public Change<string> AgentEndpoint { get; init; }

    /// <summary>Sealed and packed: see <see cref="Secrets.SealedSecret.Pack"/>.</summary>
    public Change<byte[]> AgentSecret { get; init; }

    /// <summary>Null is unlimited.</summary>
    public Change<int?> MonthlyRunLimit { get; init; }

    /// <summary>Null is unlimited.</summary>
    public Change<int?> InflightRunLimit { get; init; }
}

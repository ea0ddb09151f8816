using System.Collections.Immutable;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Storage.Commits;

namespace Vespid.Grains.Runtime;

/// <summary>Commits of the control plane: rows without a grain state.</summary>
internal sealed class ControlCommits(ICommitLog log, IIdSource ids)
{
    /// <summary>Commits; the verdict is <see cref="CommitStatus.Applied"/> or the guard's.</summary>
    public async Task<CommitStatus> CommitAsync(Guid? organizationId, params ImmutableArray<CommitRow> rows) =>
        (await log.CommitAsync(new Commit { Id = ids.NewId(), OrganizationId = organizationId, Rows = rows })).Status;
}

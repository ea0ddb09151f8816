using Vespid.Storage.Commits;
using Vespid.Storage.Rows;

namespace Vespid.Tests.Chaos.SabotagedHost;

/// <summary>Takes every delivery for a new message.</summary>
internal sealed class ForgetfulCommitLog(ICommitLog log) : ICommitLog
{
    public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default) => log.CommitAsync(
        commit with
        {
            Rows = [.. commit.Rows.Select(row => row is InboundMessageRow message ? message with { DedupeKey = message.Id.ToString() } : row)],
        },
        cancellationToken);
}

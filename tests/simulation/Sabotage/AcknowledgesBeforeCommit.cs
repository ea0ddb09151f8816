using Vespid.Storage.Commits;
using Vespid.Storage.Rows;
using Vespid.Tests.Simulation.Hosts;

namespace Vespid.Tests.Simulation.Sabotage;

/// <summary>Says that a message is stored, and stores it then.</summary>
internal sealed class AcknowledgesBeforeCommit : LogDefect
{
    public override string Name => "acknowledges before the commit";

    protected override ValueTask<CommitOutcome> CommitAsync(ICommitLog log, SimulatedHost host, Commit commit, CancellationToken cancellationToken)
    {
        if (!commit.Rows.Any(static row => row is InboundMessageRow))
            return log.CommitAsync(commit, cancellationToken);
        _ = log.CommitAsync(commit, CancellationToken.None).AsTask();
        var version = commit.State is not { } state ? 0 : state.Payload is null ? state.ExpectedVersion : state.ExpectedVersion + 1;
        return ValueTask.FromResult(new CommitOutcome(CommitStatus.Applied, version));
    }
}

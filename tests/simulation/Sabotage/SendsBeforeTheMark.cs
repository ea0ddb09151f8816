using Vespid.Storage.Commits;
using Vespid.Storage.Rows;
using Vespid.Tests.Simulation.Hosts;

namespace Vespid.Tests.Simulation.Sabotage;

/// <summary>Lets a lane send while the mark that it is sending is still on its way.</summary>
internal sealed class SendsBeforeTheMark : LogDefect
{
    public override string Name => "sends before the mark";

    protected override ValueTask<CommitOutcome> CommitAsync(ICommitLog log, SimulatedHost host, Commit commit, CancellationToken cancellationToken)
    {
        if (commit.Rows is not [OutboxChange { Status: "sending" }])
            return log.CommitAsync(commit, cancellationToken);
        _ = log.CommitAsync(commit, CancellationToken.None).AsTask();
        return ValueTask.FromResult(new CommitOutcome(CommitStatus.Applied, 0));
    }
}

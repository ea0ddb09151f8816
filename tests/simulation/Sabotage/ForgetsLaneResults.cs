using Vespid.Storage.Commits;
using Vespid.Storage.Rows;
using Vespid.Tests.Simulation.Hosts;

namespace Vespid.Tests.Simulation.Sabotage;

/// <summary>Loses now and then what a lane learnt about an entry it has sent.</summary>
internal sealed class ForgetsLaneResults : LogDefect
{
    private const int Every = 7;

    private int _results;

    public override string Name => "forgets lane results";

    protected override ValueTask<CommitOutcome> CommitAsync(ICommitLog log, SimulatedHost host, Commit commit, CancellationToken cancellationToken) =>
        commit.Rows is [OutboxChange { Status: "sent" }, ..] && ++_results % Every == 0
            ? ValueTask.FromResult(new CommitOutcome(CommitStatus.Applied, 0))
            : log.CommitAsync(commit, cancellationToken);
}

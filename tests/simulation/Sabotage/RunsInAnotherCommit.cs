using Vespid.Storage.Commits;
using Vespid.Storage.Rows;
using Vespid.Tests.Simulation.Hosts;

namespace Vespid.Tests.Simulation.Sabotage;

/// <summary>Stores a message first and its runs after it.</summary>
internal sealed class RunsInAnotherCommit : LogDefect
{
    public override string Name => "runs in another commit";

    protected override async ValueTask<CommitOutcome> CommitAsync(ICommitLog log, SimulatedHost host, Commit commit, CancellationToken cancellationToken)
    {
        var outcome = await log.CommitAsync(commit with { Rows = [.. commit.Rows.Where(static row => row is not RunRow)] }, cancellationToken);
        if (outcome.Status == CommitStatus.Applied && commit.Rows.Any(static row => row is RunRow))
            await log.CommitAsync(new Commit { Id = commit.Id, Rows = [.. commit.Rows.Where(static row => row is RunRow)] }, cancellationToken);
        return outcome;
    }
}

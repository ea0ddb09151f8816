using Vespid.Storage.Commits;
using Vespid.Storage.Rows;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>Stores what an edge is first, and what happened to it after that.</summary>
internal sealed class TellsEventsLater : LogDefect
{
    public override string Name => "tells events later";

    protected override async ValueTask<CommitOutcome> CommitAsync(ICommitLog log, SimulatedHost host, Commit commit, CancellationToken cancellationToken)
    {
        var outcome = await log.CommitAsync(commit with { Rows = [.. commit.Rows.Where(static row => row is not EdgeEventRow)] }, cancellationToken);
        if (outcome.Status == CommitStatus.Applied && commit.Rows.Any(static row => row is EdgeEventRow))
            await log.CommitAsync(new Commit { Id = commit.Id, Rows = [.. commit.Rows.Where(static row => row is EdgeEventRow)] }, cancellationToken);
        return outcome;
    }
}

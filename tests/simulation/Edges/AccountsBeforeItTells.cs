using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Rows;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>Writes that events are told, and queues the messages after that.</summary>
internal sealed class AccountsBeforeItTells : LogDefect
{
    public override string Name => "accounts before it tells";

    protected override async ValueTask<CommitOutcome> CommitAsync(ICommitLog log, SimulatedHost host, Commit commit, CancellationToken cancellationToken)
    {
        if (!commit.Rows.Any(static row => row is AlertAccounting))
            return await log.CommitAsync(commit, cancellationToken);
        var outcome = await log.CommitAsync(commit with { Rows = [.. commit.Rows.Where(static row => row is not OutboxRow)] }, cancellationToken);
        if (outcome.Status == CommitStatus.Applied)
            await log.CommitAsync(new Commit { Id = commit.Id, Rows = [.. commit.Rows.Where(static row => row is OutboxRow)] }, cancellationToken);
        return outcome;
    }
}

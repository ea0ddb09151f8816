using Vespid.Storage.Commits;
using Vespid.Storage.Rows;
using Vespid.Tests.Simulation.Hosts;

namespace Vespid.Tests.Simulation.Sabotage;

/// <summary>Takes each delivery for a new message.</summary>
internal sealed class ForgetsDedupeKeys : LogDefect
{
    public override string Name => "forgets dedupe keys";

    protected override ValueTask<CommitOutcome> CommitAsync(ICommitLog log, SimulatedHost host, Commit commit, CancellationToken cancellationToken) =>
        log.CommitAsync(
            commit with { Rows = [.. commit.Rows.Select(static row => row is InboundMessageRow message ? message with { DedupeKey = message.Id.ToString() } : row)] },
            cancellationToken);
}

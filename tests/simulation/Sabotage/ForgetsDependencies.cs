using Vespid.Storage.Commits;
using Vespid.Tests.Simulation.Hosts;

namespace Vespid.Tests.Simulation.Sabotage;

/// <summary>Stores decisions without asking whether the account is still what they were made on.</summary>
internal sealed class ForgetsDependencies : LogDefect
{
    public override string Name => "forgets dependencies";

    protected override ValueTask<CommitOutcome> CommitAsync(ICommitLog log, SimulatedHost host, Commit commit, CancellationToken cancellationToken) =>
        log.CommitAsync(commit with { DependsOn = [] }, cancellationToken);
}

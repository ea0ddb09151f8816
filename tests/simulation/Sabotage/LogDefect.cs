using Vespid.Storage.Commits;
using Vespid.Tests.Simulation.Hosts;

namespace Vespid.Tests.Simulation.Sabotage;

/// <summary>A bug between the grains and the commit log.</summary>
internal abstract class LogDefect : Defect
{
    public sealed override ICommitLog Log(ICommitLog log, SimulatedHost host, Surroundings surroundings) => new Between(this, log, host);

    protected abstract ValueTask<CommitOutcome> CommitAsync(ICommitLog log, SimulatedHost host, Commit commit, CancellationToken cancellationToken);

    private sealed class Between(LogDefect defect, ICommitLog log, SimulatedHost host) : ICommitLog
    {
        public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken) => defect.CommitAsync(log, host, commit, cancellationToken);
    }
}

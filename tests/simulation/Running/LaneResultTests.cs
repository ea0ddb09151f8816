using Vespid.Storage.Commits;
using Vespid.Storage.Rows;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.Running;

/// <summary>A lane that cannot write what it has learnt keeps it: nothing is sent again by a process that knows that it arrived.</summary>
public sealed class LaneResultTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_result_is_kept_until_it_is_written(int failures)
    {
        for (ulong seed = 1; seed <= 25; seed++)
        {
            var result = Runner.RunOne(seed, new RefusesResults(failures));
            Assert.True(result.Violations.Count == 0, result.ToString());
        }
    }

    /// <summary>The database is away each time a lane comes with a result, so many times an entry.</summary>
    private sealed class RefusesResults(int failures) : LogDefect
    {
        private readonly Dictionary<Guid, int> _refused = [];

        protected override ValueTask<CommitOutcome> CommitAsync(ICommitLog log, SimulatedHost host, Commit commit, CancellationToken cancellationToken)
        {
            if (commit.Rows is not [OutboxChange { FromStatus: "sending", Status: not "sending" } change, ..])
                return log.CommitAsync(commit, cancellationToken);
            var refused = _refused[change.Id] = _refused.GetValueOrDefault(change.Id) + 1;
            return refused <= failures
                ? ValueTask.FromException<CommitOutcome>(new CommitUnavailableException("The simulated database is away."))
                : log.CommitAsync(commit, cancellationToken);
        }
    }
}

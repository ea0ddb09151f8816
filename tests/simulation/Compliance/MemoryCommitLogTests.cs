using Vespid.Tests.Storage.Commits;

namespace Vespid.Tests.Simulation.Compliance;

/// <summary>The simulation's commit log is held to what PostgreSQL's is held to.</summary>
public sealed class MemoryCommitLogTests : CommitLogCompliance
{
    private protected override Task<ICommitLogUnderTest> StartAsync() => Task.FromResult<ICommitLogUnderTest>(new MemoryCommitLogUnderTest());
}

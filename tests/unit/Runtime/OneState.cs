using Vespid.Storage.Commits;
using Vespid.Storage.State;

namespace Vespid.Tests.Unit.Runtime;

/// <summary>A database of one state, which other processes write too.</summary>
internal sealed class OneState : ICommitLog, IStateReader
{
    public long Version { get; private set; }

    public string? Json { get; private set; }

    public int Reads { get; private set; }

    /// <summary>The next commit is not applied, and nobody is told.</summary>
    public bool LosesNext { get; set; }

    /// <summary>What another process writes.</summary>
    public void Write<TState>(TState state) => (Version, Json) = (Version + 1, System.Text.Encoding.UTF8.GetString(StateJson.Write(state)));

    public Task<(long Version, string? Json)> ReadAsync(string key, CancellationToken cancellationToken)
    {
        Reads++;
        return Task.FromResult((Version, Json));
    }

    public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
    {
        if (LosesNext)
        {
            LosesNext = false;
            throw new CommitOutcomeUnknownException("The answer is lost.");
        }

        var state = commit.State!;
        if (state.ExpectedVersion != Version)
            return ValueTask.FromResult(new CommitOutcome(CommitStatus.Conflict, 0));
        if (state.Payload is { } payload)
            (Version, Json) = (Version + 1, System.Text.Encoding.UTF8.GetString(payload));
        return ValueTask.FromResult(new CommitOutcome(CommitStatus.Applied, Version));
    }
}

namespace Vespid.Storage.Commits;

/// <summary>The only way to make something durable.</summary>
public interface ICommitLog
{
    /// <summary>
    /// Applies the commit. The answer comes after the fsync.
    /// </summary>
    /// <exception cref="CommitUnavailableException">Storage did not take it in time (1.5 s by default) and it was certainly not applied, or the queue is full.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The connection was lost in between: it may or may not have been applied. Read again before deciding anything.</exception>
    /// <exception cref="WriterFencedException">This process is not the writer any more.</exception>
    /// <exception cref="CommitRejectedException">The database refuses this very commit (a constraint, a value it cannot store).</exception>
    ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default);
}

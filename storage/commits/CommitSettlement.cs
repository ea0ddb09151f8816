using Vespid.Storage.Commits.Batch;
using Vespid.Storage.Commits.Queue;

namespace Vespid.Storage.Commits;

/// <summary>Tells the callers, counts, and announces what applied commits made to do.</summary>
internal sealed class CommitSettlement(CommitMetrics metrics, CommitSignals signals, TimeProvider time)
{
    public void Settle(ReadOnlyMemory<PendingCommit> commits, ReadOnlySpan<Verdict> verdicts)
    {
        metrics.Batch(commits.Length);
        var announcement = new CommitSignals.Announcement();
        for (var i = 0; i < commits.Length; i++)
        {
            var commit = commits.Span[i];
            if (verdicts[i] == Verdict.Fenced)
            {
                Fail(commit, new WriterFencedException("Another process has taken over the writer's lease."), "fenced");
                continue;
            }

            var (status, word) = Read(verdicts[i]);
            if (status == CommitStatus.Applied)
                announcement.Add(commit.Commit);
            if (commit.TrySetResult(new CommitOutcome(status, status == CommitStatus.Applied ? commit.NextVersion : 0)))
                metrics.Settled(word, time.GetElapsedTime(commit.QueuedAt));
        }

        announcement.Raise(signals);
    }

    /// <summary>Fails each with an exception of its own.</summary>
    public void Fail(ReadOnlyMemory<PendingCommit> commits, Func<CommitException> error, string word)
    {
        foreach (var commit in commits.Span)
        {
            if (!commit.IsSettled)
                Fail(commit, error(), word);
        }
    }

    public void Fail(PendingCommit commit, CommitException error, string word)
    {
        if (commit.TrySetException(error))
            metrics.Settled(word, time.GetElapsedTime(commit.QueuedAt));
    }

    private static (CommitStatus Status, string Word) Read(Verdict verdict) => verdict switch
    {
        Verdict.Conflict => (CommitStatus.Conflict, "conflict"),
        Verdict.Stale => (CommitStatus.Stale, "stale"),
        Verdict.Duplicate => (CommitStatus.Duplicate, "duplicate"),
        Verdict.Missed => (CommitStatus.Missed, "missed"),
        _ => (CommitStatus.Applied, "applied"),
    };
}

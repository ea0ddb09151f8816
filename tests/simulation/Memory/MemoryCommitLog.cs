using Vespid.Storage.Commits;
using Vespid.Storage.Commits.Batch;
using Vespid.Storage.Commits.Queue;
using Vespid.Storage.Lease;
using Vespid.Tests.Simulation.Machine;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>The commit log of one process, on the store that all of them share.</summary>
internal sealed class MemoryCommitLog(HostProcess process, Schedule schedule, WorldTime time, Dice dice, Store store, IWriterLease lease, Weather weather, CommitSignals signals)
    : ICommitLog
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1.5);

    /// <summary>What a statement may take before the server ends it.</summary>
    private static readonly TimeSpan StatementLimit = TimeSpan.FromSeconds(2);

    private readonly HashSet<ConflictKey> _held = [];
    private readonly List<PendingCommit> _waiting = [];

    public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var epoch = lease.Epoch;
        if (epoch == 0)
            throw new WriterFencedException("This process is not the writer.");
        var pending = new PendingCommit(commit, time.Now.Ticks);
        if (pending.Keys.Count > 1 && pending.Keys.Distinct().Count() != pending.Keys.Count)
            throw new ArgumentException("A commit may touch a message or an outbox entry once.");
        schedule.Add(process, "", _ => Send(pending, epoch));
        return new ValueTask<CommitOutcome>(pending.Task);
    }

    /// <summary>Commits that touch the same thing are never on their way together.</summary>
    private void Send(PendingCommit pending, long epoch)
    {
        if (pending.IsSettled)
            return;
        if (pending.Keys.Exists(_held.Contains))
        {
            _waiting.Add(pending);
            process.Clock.CreateTimer(_ => Withdraw(pending), null, Deadline, Timeout.InfiniteTimeSpan);
            return;
        }

        _held.UnionWith(pending.Keys);
        var trouble = weather.OfWrite();
        if (trouble == CommitTrouble.Slow)
        {
            time.After(dice.Between(TimeSpan.FromMilliseconds(1), StatementLimit), "commit late", _ => Arrive(pending, epoch, trouble));
            process.Clock.CreateTimer(
                _ => pending.TrySetException(new CommitOutcomeUnknownException("The commit was sent and is not answered in time.")), null, Deadline, Timeout.InfiniteTimeSpan);
        }
        else
        {
            schedule.Add(null, "commit", _ => Arrive(pending, epoch, trouble));
        }
    }

    private void Arrive(PendingCommit pending, long epoch, CommitTrouble trouble)
    {
        var verdict = trouble is CommitTrouble.Away or CommitTrouble.LostBefore ? Verdict.Applied : store.Apply(pending.Commit, epoch);
        schedule.Add(process, "", _ =>
        {
            _held.ExceptWith(pending.Keys);
            Settle(pending, verdict, trouble);
            foreach (var waiting in _waiting.ToArray())
            {
                _waiting.Remove(waiting);
                schedule.Add(process, "", _ => Send(waiting, epoch));
            }
        });
    }

    private void Settle(PendingCommit pending, Verdict verdict, CommitTrouble trouble)
    {
        if (trouble == CommitTrouble.Away)
        {
            pending.TrySetException(new CommitUnavailableException("The simulated database is away."));
            return;
        }

        if (trouble is CommitTrouble.LostBefore or CommitTrouble.LostAfter)
        {
            pending.TrySetException(new CommitOutcomeUnknownException("The simulated connection was lost."));
            return;
        }

        if (verdict == Verdict.Fenced)
        {
            pending.TrySetException(new WriterFencedException("Another process has taken over the writer's lease."));
            return;
        }

        var status = verdict switch
        {
            Verdict.Conflict => CommitStatus.Conflict,
            Verdict.Stale => CommitStatus.Stale,
            Verdict.Duplicate => CommitStatus.Duplicate,
            Verdict.Missed => CommitStatus.Missed,
            _ => CommitStatus.Applied,
        };
        pending.TrySetResult(new CommitOutcome(status, status == CommitStatus.Applied ? pending.NextVersion : 0));
        if (status != CommitStatus.Applied)
            return;
        var announcement = new CommitSignals.Announcement();
        announcement.Add(pending.Commit);
        announcement.Raise(signals);
    }

    private void Withdraw(PendingCommit pending)
    {
        if (_waiting.Remove(pending))
            pending.TrySetException(new CommitUnavailableException("The commit waited too long and was withdrawn."));
    }
}

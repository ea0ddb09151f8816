using Vespid.Storage.Commits.Batch;
using Vespid.Storage.Rows;

namespace Vespid.Storage.Commits.Queue;

/// <summary>A commit on its way, and the caller that waits for it.</summary>
internal sealed class PendingCommit : TaskCompletionSource<CommitOutcome>
{
    // What a row takes besides its long texts, roughly.
    private const int RowWeight = 200;

    public PendingCommit(Commit commit, long queuedAt)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Commit = commit;
        QueuedAt = queuedAt;
        Node = new LinkedListNode<PendingCommit>(this);
        var keys = new List<ConflictKey>(2);
        if (commit.State is { } state)
        {
            keys.Add(ConflictKey.State(state.Key));
            Weight += state.Payload?.Length ?? 0;
        }

        foreach (var row in commit.Rows.AsSpan())
            Examine(row, keys);
        Keys = keys;
    }

    public Commit Commit { get; }

    /// <summary>Time-stamp of the time provider.</summary>
    public long QueuedAt { get; }

    public List<ConflictKey> Keys { get; }

    /// <summary>Whether it has to be a transaction of its own.</summary>
    public bool IsSolo { get; private set; }

    /// <summary>About how many bytes it takes on the wire.</summary>
    public int Weight { get; private set; }

    /// <summary>Its place in the queue or among those in flight; whoever holds the queue's lock may move it.</summary>
    public LinkedListNode<PendingCommit> Node { get; }

    public bool IsSettled => Task.IsCompleted;

    /// <summary>Version of the state after the commit was applied.</summary>
    public long NextVersion => Commit.State is not { } state ? 0 : state.Payload is null ? state.ExpectedVersion : state.ExpectedVersion + 1;

    private void Examine(CommitRow row, List<ConflictKey> keys)
    {
        Weight += RowWeight;
        switch (row)
        {
            case InboundMessageRow message:
                keys.Add(ConflictKey.Message(message.AccountId, message.DedupeKey));
                Weight += message.Text.Length + (message.Payload?.Length ?? 0);
                break;
            case OutboxChange change:
                keys.Add(ConflictKey.OutboxEntry(change.Id));
                break;
            case OutboxRow entry:
                Weight += entry.Payload.Length;
                break;
            case RunEnd end:
                keys.Add(ConflictKey.Run(end.RunId));
                Weight += end.Output?.Length ?? 0;
                break;
            case RunRow run:
                Weight += run.Input?.Length ?? 0;
                break;
            case PairingRequestRow pairing:
                keys.Add(ConflictKey.PairingAccount(pairing.AccountId));
                break;
            default:
                IsSolo |= !CommitBatch.Takes(row);
                break;
        }
    }
}

namespace Vespid.Storage.Commits.Queue;

/// <summary>
/// Commits that wait and commits in flight. Bounded; no organisation holds more than a quarter; commits that touch the same thing are
/// never in flight together.
/// </summary>
internal sealed class CommitQueue(int limit)
{
    // A batch is looked for among so many times its size, so that a long queue of commits on one key costs little.
    private const int ScanFactor = 4;
    private const int BatchWeight = 8 << 20;

    private readonly Lock _lock = new();
    private readonly LinkedList<PendingCommit> _waiting = new();
    private readonly LinkedList<PendingCommit> _inFlight = new();
    private readonly Dictionary<Guid, int> _shares = [];
    private readonly HashSet<ConflictKey> _held = [];
    private readonly int _share = Math.Max(1, limit / 4);
    private bool _closed;

    /// <summary>Waiting and in flight.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _waiting.Count + _inFlight.Count;
        }
    }

    /// <summary>Whether commits wait, held up or not.</summary>
    public bool HasWaiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count > 0;
        }
    }

    /// <summary>Whether a commit waits since before <paramref name="since"/>.</summary>
    public bool HasWaitingSince(long since)
    {
        lock (_lock)
            return _waiting.First is { } first && first.Value.QueuedAt < since;
    }

    /// <exception cref="CommitUnavailableException">No room.</exception>
    public void Add(PendingCommit commit)
    {
        lock (_lock)
        {
            if (_closed)
                throw new CommitUnavailableException("The commit log is shut down.");
            if (_waiting.Count + _inFlight.Count >= limit)
                throw new CommitUnavailableException("The commit queue is full.");
            if (commit.Commit.OrganizationId is { } organization)
            {
                ref var share = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_shares, organization, out _);
                if (share >= _share)
                    throw new CommitUnavailableException("The organisation's share of the commit queue is full.");
                share++;
            }

            _waiting.AddLast(commit.Node);
        }
    }

    /// <summary>Moves what can be written together now into <paramref name="batch"/>, oldest first; a solo commit comes alone.</summary>
    public void Take(List<PendingCommit> batch, int max)
    {
        lock (_lock)
        {
            var weight = 0;
            var scanned = 0;
            for (var node = _waiting.First; node is not null && batch.Count < max && weight < BatchWeight && scanned < max * ScanFactor; scanned++)
            {
                var commit = node.Value;
                var next = node.Next;
                if ((!commit.IsSolo || batch.Count == 0) && !IsHeldUp(commit))
                {
                    foreach (var key in commit.Keys)
                        _held.Add(key);
                    _waiting.Remove(node);
                    _inFlight.AddLast(node);
                    batch.Add(commit);
                    weight += commit.Weight;
                    if (commit.IsSolo)
                        return;
                }

                node = next;
            }
        }
    }

    /// <summary>Lets go of commits in flight.</summary>
    public void Release(List<PendingCommit> batch)
    {
        lock (_lock)
        {
            foreach (var commit in batch)
            {
                foreach (var key in commit.Keys)
                    _held.Remove(key);
                _inFlight.Remove(commit.Node);
                Leave(commit);
            }
        }
    }

    /// <summary>Takes a commit out that was not sent; false when it is in flight or gone.</summary>
    public bool Withdraw(PendingCommit commit)
    {
        lock (_lock)
        {
            if (commit.Node.List != _waiting)
                return false;
            _waiting.Remove(commit.Node);
            Leave(commit);
            return true;
        }
    }

    /// <summary>Takes out what waits since before <paramref name="since"/>, and names what is in flight since then.</summary>
    public void Expire(long since, List<PendingCommit> withdrawn, List<PendingCommit> overdue)
    {
        lock (_lock)
        {
            while (_waiting.First is { } first && first.Value.QueuedAt < since)
            {
                _waiting.RemoveFirst();
                Leave(first.Value);
                withdrawn.Add(first.Value);
            }

            foreach (var commit in _inFlight)
            {
                if (commit.QueuedAt < since && !commit.IsSettled)
                    overdue.Add(commit);
            }
        }
    }

    /// <summary>Refuses further commits.</summary>
    public void Close()
    {
        lock (_lock)
            _closed = true;
    }

    private bool IsHeldUp(PendingCommit commit)
    {
        foreach (var key in commit.Keys)
        {
            if (_held.Contains(key))
                return true;
        }

        return false;
    }

    private void Leave(PendingCommit commit)
    {
        if (commit.Commit.OrganizationId is not { } organization)
            return;
        if (_shares[organization] == 1)
            _shares.Remove(organization);
        else
            _shares[organization]--;
    }
}

namespace Vespid.Storage.Snapshots;

/// <summary>What was invalidated while a load was reading: its answer may be older than that.</summary>
internal sealed class LoadWatch(long startedAt)
{
    private HashSet<Guid>? _invalidated;
    private bool _all;

    public long StartedAt { get; } = startedAt;

    public bool CoversAnything => _all || _invalidated is not null;

    public bool Covers(Guid id) => _all || _invalidated?.Contains(id) == true;

    public void Add(Guid id) => (_invalidated ??= []).Add(id);

    public void AddAll() => _all = true;
}

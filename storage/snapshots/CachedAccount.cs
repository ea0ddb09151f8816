namespace Vespid.Storage.Snapshots;

/// <summary>A copy with its age, in time stamps of the <see cref="TimeProvider"/>. Compares by reference: one copy is kept under three keys.</summary>
internal sealed record CachedAccount(AccountSnapshot Snapshot, string IngressKey, long LoadedAt, long HoldsUntil)
{
    /// <summary>Whether somebody asked for it since it was last looked at. Written without a lock: a lost word costs one more load.</summary>
    public bool IsInUse { get; set; } = true;

    public bool Equals(CachedAccount? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Snapshot.Id.GetHashCode();
}

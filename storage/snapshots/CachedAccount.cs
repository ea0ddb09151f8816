namespace Vespid.Storage.Snapshots;

/// <summary>A copy with its age, in time stamps of the <see cref="TimeProvider"/>. Compares by reference: one copy is kept under three keys.</summary>
internal sealed record CachedAccount(AccountSnapshot Snapshot, string IngressKey, long LoadedAt, long HoldsUntil)
{
    public bool Equals(CachedAccount? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Snapshot.Id.GetHashCode();
}

using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>A new sign-in.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="UserId">User.</param>
/// <param name="RefreshHash">Hash of the refresh token.</param>
/// <param name="TimeToLive">Counted from the database's now.</param>
public sealed record AuthSessionInsert(Guid Id, Guid UserId, byte[] RefreshHash, TimeSpan TimeToLive) : CommitRow;

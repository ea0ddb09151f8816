using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>
/// Replaces the refresh token of a sign-in and keeps the one before it, to recognise its second use. Guard: the presented token is the
/// current one, and the sign-in is neither revoked nor expired.
/// </summary>
/// <param name="Id">Sign-in.</param>
/// <param name="FromHash">Hash of the presented token.</param>
/// <param name="ToHash">Hash of the next token.</param>
/// <param name="TimeToLive">Counted from the database's now.</param>
public sealed record AuthSessionRotate(Guid Id, byte[] FromHash, byte[] ToHash, TimeSpan TimeToLive) : CommitRow;

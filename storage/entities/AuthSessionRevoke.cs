using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Ends a sign-in. Guard: it is not revoked yet.</summary>
/// <param name="Id">Sign-in.</param>
public sealed record AuthSessionRevoke(Guid Id) : CommitRow;

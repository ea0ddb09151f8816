using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Replaces a user's password and revokes every sign-in of that user. Guard: the user exists.</summary>
/// <param name="Id">User.</param>
/// <param name="PasswordHash">Already hashed.</param>
public sealed record UserPasswordChange(Guid Id, string PasswordHash) : CommitRow;

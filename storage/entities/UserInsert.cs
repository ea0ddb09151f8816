using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>A new user. A taken address ends as <see cref="CommitRejectedException"/> with constraint <c>users_email</c>.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Email">Stored in lower case.</param>
/// <param name="DisplayName">Shown to others.</param>
/// <param name="PasswordHash">Already hashed.</param>
/// <param name="DeploymentRole"><c>operator</c> or null.</param>
public sealed record UserInsert(Guid Id, string Email, string? DisplayName, string PasswordHash, string? DeploymentRole) : CommitRow;

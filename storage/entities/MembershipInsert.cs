using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Makes a user a member. A second membership ends as <see cref="CommitRejectedException"/> with constraint <c>memberships_pkey</c>.</summary>
/// <param name="OrganizationId">Organisation.</param>
/// <param name="UserId">User.</param>
/// <param name="Role"><c>owner</c>, <c>admin</c> or <c>member</c>.</param>
public sealed record MembershipInsert(Guid OrganizationId, Guid UserId, string Role) : CommitRow;

using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Changes a member's role. Guard: the membership exists and an owner remains.</summary>
/// <param name="OrganizationId">Organisation.</param>
/// <param name="UserId">User.</param>
/// <param name="Role"><c>owner</c>, <c>admin</c> or <c>member</c>.</param>
public sealed record MembershipRoleChange(Guid OrganizationId, Guid UserId, string Role) : CommitRow;

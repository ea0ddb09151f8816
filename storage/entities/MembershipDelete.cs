using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Ends a membership. Guard: it exists and an owner remains.</summary>
/// <param name="OrganizationId">Organisation.</param>
/// <param name="UserId">User.</param>
public sealed record MembershipDelete(Guid OrganizationId, Guid UserId) : CommitRow;

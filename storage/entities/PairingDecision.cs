using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Decides a pairing request. Guard: it is pending and not expired. Approving needs an <see cref="AllowlistPut"/> in the same commit.</summary>
/// <param name="Id">Request.</param>
/// <param name="AccountId">Account.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="Decision"><c>approved</c> or <c>rejected</c>.</param>
/// <param name="UserId">Who decided.</param>
public sealed record PairingDecision(Guid Id, Guid AccountId, Guid OrganizationId, string Decision, Guid? UserId) : CommitRow;

using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Puts an allowlist entry; an equal one stays as it is. Guard: the account exists in the organisation.</summary>
/// <param name="Id">UUIDv7, for a new entry.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="AccountId">Account.</param>
/// <param name="Scope">1 to 64 characters.</param>
/// <param name="Subject">1 to 240 characters.</param>
/// <param name="CreatedByUserId">Who.</param>
public sealed record AllowlistPut(Guid Id, Guid OrganizationId, Guid AccountId, string Scope, string Subject, Guid? CreatedByUserId) : CommitRow;

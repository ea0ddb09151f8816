using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Removes an allowlist entry. Guard: it exists.</summary>
/// <param name="OrganizationId">Owner.</param>
/// <param name="AccountId">Account.</param>
/// <param name="Scope">As stored.</param>
/// <param name="Subject">As stored.</param>
public sealed record AllowlistDelete(Guid OrganizationId, Guid AccountId, string Scope, string Subject) : CommitRow;

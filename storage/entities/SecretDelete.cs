using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Removes all values of an account's secret. Guard: there is one.</summary>
/// <param name="OrganizationId">Owner.</param>
/// <param name="AccountId">Account.</param>
/// <param name="Name">As stored.</param>
public sealed record SecretDelete(Guid OrganizationId, Guid AccountId, string Name) : CommitRow;

using Vespid.Storage.Commits;
using Vespid.Storage.Secrets;

namespace Vespid.Storage.Entities;

/// <summary>
/// Puts a value of an account's secret. With an overlap an older value goes on verifying for that long; without one a value must not exist
/// yet: <see cref="CommitRejectedException"/> with constraint <c>channel_account_secrets_name</c>. Guard: the account exists in the organisation.
/// </summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="AccountId">Account.</param>
/// <param name="Name">1 to 80 characters.</param>
/// <param name="Value">Sealed with <see cref="SecretPurpose.OfAccount"/>.</param>
/// <param name="Overlap">Null for a first value, zero to replace at once.</param>
/// <param name="UserId">Who.</param>
public sealed record SecretPut(
    Guid Id, Guid OrganizationId, Guid AccountId, string Name, SealedSecret Value, TimeSpan? Overlap, Guid? UserId) : CommitRow;

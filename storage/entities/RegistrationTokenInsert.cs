using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Adds a registration token.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Hash">SHA-256 of the token.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="PartnerId">Partner.</param>
/// <param name="Domain">The only domain it may be used for.</param>
/// <param name="TimeToLive">Counted from the database's now.</param>
/// <param name="CreatedBy">Who.</param>
public sealed record RegistrationTokenInsert(
    Guid Id, byte[] Hash, Guid OrganizationId, string PartnerId, string? Domain, TimeSpan TimeToLive, string? CreatedBy) : CommitRow;

using Vespid.Storage.Commits;

namespace Vespid.Storage.Rows;

/// <summary>
/// Opens a pairing request, or prolongs the pending one of the same (account, scope, requester): its code stays.
/// Not written, and no fault, when the account has <paramref name="PendingCap"/> pending requests of others.
/// </summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="AccountId">Account.</param>
/// <param name="Scope"><c>dm</c>.</param>
/// <param name="RequesterId">Sender.</param>
/// <param name="RequesterDisplayName">As the platform shows it.</param>
/// <param name="Code">Six characters, from a secure source.</param>
/// <param name="TimeToLive">Counted from the database's now.</param>
/// <param name="PendingCap">Most pending requests of one account.</param>
public sealed record PairingRequestRow(
    Guid Id,
    Guid OrganizationId,
    Guid AccountId,
    string Scope,
    string RequesterId,
    string? RequesterDisplayName,
    string Code,
    TimeSpan TimeToLive,
    int PendingCap) : CommitRow;

namespace Vespid.Storage.Queries;

/// <summary>A pairing request. <paramref name="Status"/> is <c>expired</c> as soon as its time is over, whether or not it has been swept.</summary>
public sealed record PairingItem(
    Guid Id,
    Guid OrganizationId,
    Guid AccountId,
    string Scope,
    string RequesterId,
    string? RequesterDisplayName,
    string Code,
    string Status,
    DateTimeOffset ExpiresAt,
    Guid? ApprovedByUserId,
    DateTimeOffset? ApprovedAt,
    DateTimeOffset? RejectedAt,
    DateTimeOffset CreatedAt);

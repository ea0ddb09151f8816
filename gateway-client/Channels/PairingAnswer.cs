using Vespid.Storage.Queries;

namespace Vespid.Gateway.Channels;

/// <summary>An unknown sender's request to talk.</summary>
/// <param name="Status"><c>pending</c>, <c>approved</c>, <c>rejected</c> or <c>expired</c>.</param>
internal sealed record PairingAnswer(
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
    DateTimeOffset CreatedAt)
{
    public static PairingAnswer From(PairingItem item) => new(
        item.Id, item.OrganizationId, item.AccountId, item.Scope, item.RequesterId, item.RequesterDisplayName, item.Code, item.Status,
        item.ExpiresAt, item.ApprovedByUserId, item.ApprovedAt, item.RejectedAt, item.CreatedAt);
}

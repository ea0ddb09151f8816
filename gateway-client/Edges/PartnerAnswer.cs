using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>A partner.</summary>
/// <param name="AllowedDomains">A domain, or <c>*.domain</c> for all below it; empty allows all.</param>
/// <param name="MaxNodes">Most live edges.</param>
/// <param name="StatusPage">Whether <c>/status/{id}</c> is public.</param>
/// <param name="LegacyAnonKeys">Whether agents of the original may fetch keys without a bearer.</param>
/// <param name="LiveNodes">Edges that are not retired.</param>
internal sealed record PartnerAnswer(
    string Id, Guid OrganizationId, string? DisplayName, IReadOnlyList<string> AllowedDomains, int MaxNodes, bool StatusPage, bool LegacyAnonKeys, int LiveNodes,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static PartnerAnswer From(PartnerItem item) => new(
        item.Id, item.OrganizationId, item.DisplayName, item.AllowedDomains, item.MaxNodes, item.StatusPage, item.LegacyAnonKeys, item.LiveNodes, item.CreatedAt, item.UpdatedAt);
}

/// <summary>Partners, by id.</summary>
internal sealed record PartnerList(IReadOnlyList<PartnerAnswer> Partners);

/// <summary>A registration token, without what it says.</summary>
/// <param name="Status"><c>open</c>, <c>redeemed</c>, <c>revoked</c> or <c>expired</c>.</param>
/// <param name="NodeId">Edge that it became.</param>
internal sealed record RegistrationTokenAnswer(
    Guid Id, string Status, string? Domain, DateTimeOffset ExpiresAt, DateTimeOffset? RedeemedAt, string? NodeId, string? CreatedBy, DateTimeOffset CreatedAt)
{
    public static RegistrationTokenAnswer From(RegistrationTokenItem item) => new(
        item.Id, item.RedeemedAt is not null ? "redeemed" : item.RevokedAt is not null ? "revoked" : item.IsExpired ? "expired" : "open", item.Domain, item.ExpiresAt,
        item.RedeemedAt, item.NodeId, item.CreatedBy, item.CreatedAt);
}

/// <summary>Registration tokens, newest first.</summary>
internal sealed record RegistrationTokenList(IReadOnlyList<RegistrationTokenAnswer> Tokens);

/// <summary>A new registration token, shown this once.</summary>
internal sealed record RegistrationTokenCreatedAnswer(Guid Id, string Token, DateTimeOffset ExpiresAt);

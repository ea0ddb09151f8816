namespace Vespid.Storage.Queries;

/// <summary>A registration token; what it says is stored nowhere.</summary>
/// <param name="NodeId">Edge that it became.</param>
/// <param name="IsExpired">By the database's clock, and not redeemed.</param>
public sealed record RegistrationTokenItem(
    Guid Id, string? Domain, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? RedeemedAt, string? NodeId, string? CreatedBy, DateTimeOffset CreatedAt,
    bool IsExpired);

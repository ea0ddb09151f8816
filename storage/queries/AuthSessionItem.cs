namespace Vespid.Storage.Queries;

/// <summary>A sign-in found by a refresh token.</summary>
/// <param name="Id">Sign-in.</param>
/// <param name="UserId">User.</param>
/// <param name="IsCurrent">False when the token presented is the one before the current: a second use.</param>
/// <param name="IsLive">Neither revoked nor expired, by the database's clock.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="RotatedAt">When the token was last replaced.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="RevokedAt">When it was ended.</param>
public sealed record AuthSessionItem(
    Guid Id,
    Guid UserId,
    bool IsCurrent,
    bool IsLive,
    DateTimeOffset CreatedAt,
    DateTimeOffset RotatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? RevokedAt);

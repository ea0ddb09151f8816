namespace Vespid.Gateway.SignIn;

/// <summary>A sign-in and its tokens.</summary>
/// <param name="Token">Access token; send it as <c>Authorization: Bearer</c>.</param>
/// <param name="UserId">User.</param>
/// <param name="Email">The user's address.</param>
/// <param name="SessionId">Sign-in.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="IssuedAt">When the access token was made.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="RefreshToken">Exchange it once at <c>/v1/auth/refresh</c>; a second use ends the sign-in.</param>
internal sealed record SessionAnswer(
    string Token, Guid UserId, string Email, Guid SessionId, string TokenType, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, string RefreshToken);

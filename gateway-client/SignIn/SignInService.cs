using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Access;
using Vespid.Gateway.Hosting;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.SignIn;

/// <summary>Makes the answer to a sign-in and sets the browser's cookie.</summary>
internal sealed class SignInService(TokenSigner tokens, IOptions<GatewayOptions> options)
{
    private readonly GatewayOptions _options = options.Value;

    public SignedInAnswer Answer(HttpContext context, UserItem user, Guid sessionId, string refreshToken)
    {
        var (token, claims) = tokens.Issue(TokenKind.Access, user.Id, sessionId, _options.AccessTokenTtl);
        var (cookie, _) = tokens.Issue(TokenKind.Cookie, user.Id, sessionId, _options.SessionTtl);
        context.Response.Cookies.Append(_options.SessionCookieName, cookie, Cookie(_options.SessionTtl));
        var session = new SessionAnswer(
            token, user.Id, user.Email, sessionId, "Bearer",
            DateTimeOffset.FromUnixTimeSeconds(claims.IssuedAt), DateTimeOffset.FromUnixTimeSeconds(claims.ExpiresAt), refreshToken);
        return new SignedInAnswer(session, UserAnswer.From(user));
    }

    public void Forget(HttpContext context) => context.Response.Cookies.Delete(_options.SessionCookieName, Cookie(null));

    private CookieOptions Cookie(TimeSpan? life) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = _options.IsProduction, Path = "/", MaxAge = life, IsEssential = true };
}

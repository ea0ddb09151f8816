using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Hosting;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Access;

/// <summary>Finds out who calls: by bearer token, else by the session cookie.</summary>
internal sealed class Authentication(TokenSigner tokens, IIdentityQueries identity, IOptions<GatewayOptions> options)
{
    public const string CsrfHeader = "x-csrf-token";
    private const string Scheme = "Bearer ";

    /// <summary>The bearer token of a request; null when it has none.</summary>
    public static string? BearerOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }

    public async ValueTask<(Caller? Caller, Refusal? Refusal)> AuthenticateAsync(HttpContext context)
    {
        var byCookie = context.Request.Headers.Authorization.Count == 0;
        var claims = byCookie
            ? await FromCookieAsync(context)
            : tokens.Verify(TokenKind.Access, BearerOf(context.Request));
        if (claims is null)
            return (null, Refusals.Unauthorized);

        // A browser sends the cookie along with requests that other sites' pages make; it cannot be made to send our header.
        if (byCookie && IsWrite(context.Request.Method) && !tokens.IsCsrfToken(claims.SessionId, context.Request.Headers[CsrfHeader].ToString()))
            return (null, Refusals.CsrfRequired);

        var caller = new Caller(claims.UserId, claims.SessionId, byCookie, ClientAddress.Of(context));
        context.Features.Set(caller);
        return (caller, null);
    }

    private static bool IsWrite(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    private async ValueTask<TokenClaims?> FromCookieAsync(HttpContext context)
    {
        var claims = tokens.Verify(TokenKind.Cookie, context.Request.Cookies[options.Value.SessionCookieName]);
        return claims is not null && await identity.IsAuthSessionLiveAsync(claims.SessionId, context.RequestAborted) ? claims : null;
    }
}

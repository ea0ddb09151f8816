using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Hosting;
using Vespid.Gateway.OpenApi;

namespace Vespid.Gateway.Access;

/// <summary>Signed tokens: <c>v1.&lt;claims as JSON, base64url&gt;.&lt;HMAC-SHA256 of what is before, base64url&gt;</c>.</summary>
internal sealed class TokenSigner(IOptions<GatewayOptions> options, TimeProvider time)
{
    private const string Version = "v1.";
    private const int MostLength = 1_024;
    private readonly byte[] _accessKey = DerivedKey.Of(options.Value.AuthTokenSecret, "access.v1");
    private readonly byte[] _cookieKey = DerivedKey.Of(options.Value.AuthTokenSecret, "cookie.v1");
    private readonly byte[] _csrfKey = DerivedKey.Of(options.Value.AuthTokenSecret, "csrf.v1");

    public (string Token, TokenClaims Claims) Issue(TokenKind kind, Guid userId, Guid sessionId, TimeSpan life)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new TokenClaims(userId, sessionId, now, now + (long)life.TotalSeconds);
        var signed = Version + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, GatewayJson.Default.TokenClaims));
        return ($"{signed}.{Base64Url.EncodeToString(Sign(kind, signed))}", claims);
    }

    /// <summary>The claims of a token of ours that has not expired, else null.</summary>
    public TokenClaims? Verify(TokenKind kind, string? token)
    {
        if (token is null || token.Length > MostLength || !token.StartsWith(Version, StringComparison.Ordinal))
            return null;
        var dot = token.LastIndexOf('.');
        if (dot < Version.Length)
            return null;
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (Base64Url.DecodeFromChars(token.AsSpan(dot + 1), signature, out _, out var length) != OperationStatus.Done || length != signature.Length)
            return null;
        var signed = token[..dot];
        if (!CryptographicOperations.FixedTimeEquals(signature, Sign(kind, signed)))
            return null;

        // Signed by us from here on, so it is well formed.
        var claims = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(signed.AsSpan(Version.Length)), GatewayJson.Default.TokenClaims);
        return claims is not null && claims.ExpiresAt > time.GetUtcNow().ToUnixTimeSeconds() ? claims : null;
    }

    /// <summary>The value that a page of ours sends with each write; another site's page cannot read it.</summary>
    public string CsrfToken(Guid sessionId) => Base64Url.EncodeToString(HMACSHA256.HashData(_csrfKey, sessionId.ToByteArray()));

    public bool IsCsrfToken(Guid sessionId, string? presented) =>
        presented is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(presented), Encoding.UTF8.GetBytes(CsrfToken(sessionId)));

    private byte[] Sign(TokenKind kind, string signed) =>
        HMACSHA256.HashData(kind == TokenKind.Access ? _accessKey : _cookieKey, Encoding.ASCII.GetBytes(signed));
}

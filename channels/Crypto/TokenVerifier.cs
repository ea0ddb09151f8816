namespace Vespid.Channels;

/// <summary>Verifies RS256 tokens: signature by a published key, issuer, audience and times, with five minutes for clocks that differ.</summary>
internal sealed class TokenVerifier(PublishedKeys keys, TimeProvider time)
{
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly TokenCheck.Invalid Invalid = new();

    public async ValueTask<TokenCheck> VerifyAsync(string compact, TokenRules rules, CancellationToken cancellationToken)
    {
        // What needs no key comes first: a token that cannot be good must not make anybody fetch keys.
        if (!SignedToken.TryParse(compact, out var token) || !IsMeant(token.Claims, rules) || !IsInTime(token.Claims))
            return Invalid;
        var found = await keys.FindAsync(rules.Keys, token.KeyId, cancellationToken);
        if (found.IsUnavailable)
            return new TokenCheck.Unavailable();
        return found.Key is { } key && key.Verifies(token.Signed, token.Signature) ? new TokenCheck.Valid(token.Claims, key) : Invalid;
    }

    private static bool IsMeant(BodyReader claims, TokenRules rules)
    {
        var audience = claims["aud"];
        var named = audience.Text == rules.Audience || audience.Items.Any(item => item.Text == rules.Audience);
        return named && claims["iss"].Text is { } issuer && rules.Issuers.Contains(issuer);
    }

    private bool IsInTime(BodyReader claims)
    {
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        return claims["exp"] is { IsNumber: true, Number: { } end } && now < end + Skew.TotalSeconds
            && (claims["nbf"].Element.ValueKind == default || (claims["nbf"] is { IsNumber: true, Number: { } start } && now >= start - Skew.TotalSeconds));
    }
}

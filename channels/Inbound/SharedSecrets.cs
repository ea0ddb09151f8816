using System.Security.Cryptography;
using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Comparisons that take the same time wherever they differ.</summary>
internal static class SharedSecrets
{
    private const string BearerScheme = "Bearer ";

    /// <summary>First header that is there, else the bearer token; null when there is none.</summary>
    public static string? PresentedToken(IngressRequest request, params ReadOnlySpan<string> headers)
    {
        foreach (var header in headers)
        {
            if (request.Headers.TryGetValue(header, out var value) && value.Length > 0)
                return value;
        }

        return request.Headers.TryGetValue("authorization", out var authorization)
            && authorization.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase) ? authorization[BearerScheme.Length..].TrimStart() : null;
    }

    public static bool MatchesAny(string? presented, IReadOnlyList<string> secrets)
    {
        if (presented is null)
            return false;
        var bytes = Encoding.UTF8.GetBytes(presented);
        var matched = false;
        foreach (var secret in secrets)
            matched |= CryptographicOperations.FixedTimeEquals(bytes, Encoding.UTF8.GetBytes(secret));
        return matched;
    }

    /// <summary>Whether <paramref name="presented"/> is the bare lower-case hex HMAC-SHA256 of the raw body.</summary>
    public static bool SignsBody(string? presented, byte[] body, IReadOnlyList<string> secrets)
    {
        if (presented is null)
            return false;
        var bytes = Encoding.UTF8.GetBytes(presented);
        var matched = false;
        foreach (var secret in secrets)
        {
            var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
            matched |= CryptographicOperations.FixedTimeEquals(bytes, Encoding.UTF8.GetBytes(expected));
        }

        return matched;
    }

    /// <summary>The signature that any channel without a scheme of its own may carry, under the secret <c>webhookSecret</c>.</summary>
    public static bool HasGenericSignature(IngressRequest request, IReadOnlyList<string> secrets) =>
        SignsBody(request.Headers.GetValueOrDefault("x-channel-signature") ?? request.Headers.GetValueOrDefault("x-signature"), request.Body, secrets);
}

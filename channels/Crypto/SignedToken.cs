using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Vespid.Channels;

/// <summary>A JSON Web Token in compact form (RFC 7519) that claims to be signed with RS256. Nothing in it is proven before its signature is.</summary>
internal sealed class SignedToken
{
    private const int MaxLength = 16 * 1024;

    private SignedToken(string keyId, byte[] signed, byte[] signature, BodyReader claims) =>
        (KeyId, Signed, Signature, Claims) = (keyId, signed, signature, claims);

    public string KeyId { get; }

    public byte[] Signed { get; }

    public byte[] Signature { get; }

    public BodyReader Claims { get; }

    /// <summary>Whether it has the three parts of one, which no other credential has.</summary>
    public static bool LooksLikeOne(string? text) => text is not null && text.AsSpan().Count('.') == 2 && text.StartsWith("ey", StringComparison.Ordinal);

    /// <summary>False for any algorithm but RS256, without a key id, and with extensions that must be understood.</summary>
    public static bool TryParse(string compact, [NotNullWhen(true)] out SignedToken? token)
    {
        token = null;
        if (compact.Length > MaxLength || compact.Split('.') is not [var head, var body, var signature])
            return false;
        if (Decode(head) is not { } headBytes || Decode(body) is not { } bodyBytes || Decode(signature) is not { Length: > 0 } signatureBytes)
            return false;
        if (!JsonBody.TryParseObject(headBytes, out var header) || !JsonBody.TryParseObject(bodyBytes, out var claims))
            return false;
        if (header["alg"].Text != "RS256" || header["kid"].Text is not { Length: <= 256 } keyId || header["crit"].Element.ValueKind != default)
            return false;
        token = new(keyId, Encoding.ASCII.GetBytes($"{head}.{body}"), signatureBytes, claims);
        return true;
    }

    // The decoder skips blanks and takes padding; a token has neither.
    private static byte[]? Decode(string part) =>
        !part.AsSpan().ContainsAny("= \t\r\n") && Base64Url.IsValid(part) ? Base64Url.DecodeFromChars(part) : null;
}

using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vespid.Channels;

/// <summary>Reads published keys in either of the two forms that issuers use. What is no RSA key of 2048 bits or more for signatures is left out.</summary>
internal static class PublishedKeyReader
{
    private const int MinBytes = 2048 / 8;
    private const int MaxBytes = 8192 / 8;
    private const int MaxKeys = 100;

    public static IReadOnlyDictionary<string, PublishedKey> Read(BodyReader body)
    {
        var keys = body["keys"].IsArray ? body["keys"].Items.Take(MaxKeys).Select(OfJwk) : OfCertificates(body);
        var found = new Dictionary<string, PublishedKey>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (key is not null)
                found[key.Id] = key;
        }

        return found;
    }

    private static PublishedKey? OfJwk(BodyReader jwk)
    {
        if (jwk["kid"].Text is not { } id || jwk["kty"].Text != "RSA" || (jwk["use"].Text ?? "sig") != "sig" || (jwk["alg"].Text ?? "RS256") != "RS256")
            return null;
        if (Decode(jwk["n"].Text) is not { } modulus || Decode(jwk["e"].Text) is not { Length: > 0 and <= 8 } exponent)
            return null;
        return Of(id, new RSAParameters { Modulus = modulus, Exponent = exponent }, [.. jwk["endorsements"].Items.Select(item => item.Text).OfType<string>()]);
    }

    private static IEnumerable<PublishedKey?> OfCertificates(BodyReader body)
    {
        if (!body.IsObject)
            yield break;
        foreach (var property in body.Element.EnumerateObject().Take(MaxKeys))
        {
            if (BodyReader.Of(property.Value).Text is { } pem)
                yield return OfCertificate(property.Name, pem);
        }
    }

    private static PublishedKey? OfCertificate(string id, string pem)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            using var rsa = certificate.GetRSAPublicKey();
            return rsa is null ? null : Of(id, rsa.ExportParameters(includePrivateParameters: false), []);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static PublishedKey? Of(string id, RSAParameters parameters, ImmutableArray<string> endorsements) =>
        parameters.Modulus!.AsSpan().TrimStart((byte)0).Length is >= MinBytes and <= MaxBytes ? new(id, parameters, endorsements) : null;

    private static byte[]? Decode(string? text) =>
        text is { Length: > 0 and <= 4096 } && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}

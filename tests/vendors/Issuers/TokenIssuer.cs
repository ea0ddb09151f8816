using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>Somebody who signs tokens with RS256 and publishes the keys; signs other things too, for tests that must see them refused.</summary>
public sealed class TokenIssuer : JsonVendor
{
    private readonly Dictionary<string, (RSA Key, string[] Endorsements)> _published = [];
    private readonly RSA _unpublished = RSA.Create(2048);

    public Uri MetadataUrl => new(Url, "/.well-known/openidconfiguration");

    public Uri KeysUrl => new(Url, "/keys");

    public Uri CertificatesUrl => new(Url, "/certificates");

    /// <summary>How often keys were asked for, in either form.</summary>
    public int Fetches => Calls.All.Count(call => call.Path is "/keys" or "/certificates");

    public static async Task<TokenIssuer> StartAsync(string keyId = "key-1", params string[] endorsements)
    {
        var issuer = new TokenIssuer();
        issuer.Publish(keyId, endorsements);
        await issuer.ListenAsync();
        return issuer;
    }

    public void Publish(string keyId, params string[] endorsements) => _published[keyId] = (RSA.Create(2048), endorsements);

    public void Withdraw(string keyId) => _published.Remove(keyId);

    /// <summary>A token as it should be, except for what the caller says.</summary>
    public string Sign(JsonObject claims, string keyId = "key-1", JsonObject? header = null) =>
        Sign(claims, header ?? Header(keyId), signed => Rs256(_published[keyId].Key, signed));

    public string SignWithUnpublishedKey(JsonObject claims, string keyId = "key-1") => Sign(claims, Header(keyId), signed => Rs256(_unpublished, signed));

    public string WithoutSignature(JsonObject claims) => Sign(claims, new() { ["alg"] = "none", ["kid"] = "key-1" }, _ => []);

    /// <summary>The public key taken for an HMAC's secret, in each of the forms that libraries have fallen for.</summary>
    public IEnumerable<string> SignWithPublicKeyAsSecret(JsonObject claims, string keyId = "key-1")
    {
        var key = _published[keyId].Key;
        foreach (var secret in (byte[][])[key.ExportRSAPublicKey(), key.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem())])
            yield return Sign(claims, new() { ["alg"] = "HS256", ["kid"] = keyId }, signed => HMACSHA256.HashData(secret, signed));
    }

    protected override bool IsSend(VendorRequest request) => false;

    protected override JsonNode Refusal(int status, string description) => new JsonObject { ["error"] = description };

    protected override VendorAnswer Answer(VendorRequest request) => request.Path switch
    {
        "/.well-known/openidconfiguration" => new(200, new JsonObject { ["issuer"] = "https://api.botframework.com", ["jwks_uri"] = KeysUrl.AbsoluteUri }),
        "/keys" => new(200, new JsonObject { ["keys"] = new JsonArray([.. _published.Select(pair => Jwk(pair.Key, pair.Value.Key, pair.Value.Endorsements))]) }),
        "/certificates" => new(200, new JsonObject(_published.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Certificate(pair.Value.Key))))),
        _ => Refuse(404, "not found"),
    };

    private static JsonObject Header(string keyId) => new() { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = keyId };

    private static string Sign(JsonObject claims, JsonObject header, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static byte[] Rs256(RSA key, byte[] signed) => key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonObject Jwk(string keyId, RSA key, string[] endorsements)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var jwk = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = keyId,
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
        if (endorsements.Length > 0)
            jwk["endorsements"] = new JsonArray([.. endorsements.Select(name => JsonValue.Create(name))]);
        return jwk;
    }

    private static string Certificate(RSA key)
    {
        var request = new CertificateRequest("CN=issuer", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
        return certificate.ExportCertificatePem();
    }
}

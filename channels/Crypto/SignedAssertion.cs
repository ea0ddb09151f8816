using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Channels;

/// <summary>Makes the token by which a service account asks for an access token (RFC 7523).</summary>
internal static class SignedAssertion
{
    /// <returns>Null when <paramref name="privateKeyPem"/> is no RSA key.</returns>
    public static string? Create(string privateKeyPem, string? keyId, JsonObject claims)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(privateKeyPem);
            var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT" };
            if (keyId is not null)
                header["kid"] = keyId;
            var signed = $"{Encode(header)}.{Encode(claims)}";
            var signature = rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return $"{signed}.{Base64Url.EncodeToString(signature)}";
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}

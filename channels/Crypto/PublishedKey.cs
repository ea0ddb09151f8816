using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Vespid.Channels;

/// <summary>A public RSA key of an issuer.</summary>
/// <param name="Id"><c>kid</c>.</param>
/// <param name="Parameters">Modulus and exponent.</param>
/// <param name="Endorsements">Channels that the key may sign for (Bot Connector); empty elsewhere.</param>
internal sealed record PublishedKey(string Id, RSAParameters Parameters, ImmutableArray<string> Endorsements)
{
    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, 3.3).</summary>
    public bool Verifies(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        try
        {
            using var rsa = RSA.Create(Parameters);
            return rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}

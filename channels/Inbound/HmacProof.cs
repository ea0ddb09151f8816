using System.Security.Cryptography;
using System.Text;

namespace Vespid.Channels;

/// <summary>HMAC-SHA256 signatures, compared in constant time; every given secret counts, and all are tried.</summary>
internal static class HmacProof
{
    /// <param name="presented">Prefix and lower-case hex.</param>
    public static bool IsHex(string presented, byte[] signed, IReadOnlyList<string> secrets, string prefix) =>
        Matches(presented, signed, secrets, mac => prefix + Convert.ToHexStringLower(mac));

    public static bool IsBase64(string presented, byte[] signed, IReadOnlyList<string> secrets) =>
        Matches(presented, signed, secrets, Convert.ToBase64String);

    private static bool Matches(string presented, byte[] signed, IReadOnlyList<string> secrets, Func<byte[], string> written)
    {
        var bytes = Encoding.UTF8.GetBytes(presented);
        var matched = false;
        foreach (var secret in secrets)
        {
            var expected = written(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
            matched |= CryptographicOperations.FixedTimeEquals(bytes, Encoding.UTF8.GetBytes(expected));
        }

        return matched;
    }
}

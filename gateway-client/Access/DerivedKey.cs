using System.Security.Cryptography;
using System.Text;

namespace Vespid.Gateway.Access;

/// <summary>One configured secret gives a key of its own to each purpose, so that what is signed for one never verifies for another.</summary>
internal static class DerivedKey
{
    public static byte[] Of(string secret, string purpose) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(purpose));
}

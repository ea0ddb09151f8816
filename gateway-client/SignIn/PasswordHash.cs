using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vespid.Gateway.SignIn;

/// <summary>Hashes of passwords: <c>pbkdf2-sha256$&lt;rounds&gt;$&lt;salt, base64url&gt;$&lt;hash, base64url&gt;</c>.</summary>
internal static class PasswordHash
{
    public const int SaltBytes = 16;
    private const string Scheme = "pbkdf2-sha256";
    private const int HashBytes = 32;
    private const int MostRounds = 10_000_000;

    public static string Create(string password, ReadOnlySpan<byte> salt, int rounds) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Scheme}${rounds}${Base64Url.EncodeToString(salt)}${Base64Url.EncodeToString(Derive(password, salt, rounds))}");

    /// <summary>Constant in time for what the password is; false also for a hash that is not ours.</summary>
    public static bool Verify(string password, string stored)
    {
        var parts = stored.Split('$');
        if (parts.Length != 4 || parts[0] != Scheme || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rounds)
            || rounds is < 1 or > MostRounds || !Base64Url.IsValid(parts[2]) || !Base64Url.IsValid(parts[3]))
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(Derive(password, Base64Url.DecodeFromChars(parts[2]), rounds), Base64Url.DecodeFromChars(parts[3]));
    }

    private static byte[] Derive(string password, ReadOnlySpan<byte> salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, rounds, HashAlgorithmName.SHA256, HashBytes);
}

using System.Security.Cryptography;
using System.Text;

namespace Vespid.Channels;

/// <summary>Feishu's encryption: base64 of the initialisation vector and AES-256-CBC under the SHA-256 of the Encrypt Key.</summary>
internal static class FeishuCipher
{
    private const int BlockSize = 16;

    public static bool TryOpen(string text, IReadOnlyList<string> keys, out BodyReader body)
    {
        body = default;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length < 2 * BlockSize || length % BlockSize != 0)
            return false;
        foreach (var key in keys)
        {
            if (Decrypt(bytes.AsSpan(0, length), key) is { } plain && JsonBody.TryParseObject(plain, out body))
                return true;
        }

        return false;
    }

    /// <returns>Null when the padding shows that the key is another.</returns>
    public static byte[]? Decrypt(ReadOnlySpan<byte> bytes, string key)
    {
        using var aes = Aes.Create();
        aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        try
        {
            return aes.DecryptCbc(bytes[BlockSize..], bytes[..BlockSize]);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

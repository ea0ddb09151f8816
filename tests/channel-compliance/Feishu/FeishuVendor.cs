using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Feishu;

/// <summary>Signs and encrypts as Feishu's documentation says, with code of its own.</summary>
internal static class FeishuVendor
{
    public static IngressRequest Sign(IngressRequest request, string key)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes("1710000090" + "nonce-1" + key));
        sha.AppendData(request.Body);
        return request.WithHeader("x-lark-request-timestamp", "1710000090").WithHeader("x-lark-request-nonce", "nonce-1")
            .WithHeader("x-lark-signature", Convert.ToHexStringLower(sha.GetHashAndReset()));
    }

    public static JsonObject Encrypt(string plain, string key)
    {
        using var aes = Aes.Create();
        aes.Key = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var vector = new byte[16];
        byte[] all = [.. vector, .. aes.EncryptCbc(Encoding.UTF8.GetBytes(plain), vector)];
        return new() { ["encrypt"] = Convert.ToBase64String(all) };
    }
}

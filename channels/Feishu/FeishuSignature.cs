using System.Security.Cryptography;
using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// <c>X-Lark-Signature</c>: SHA-256 (no HMAC) over time, nonce, Encrypt Key and raw body. Feishu names no age at which a signed time is stale, and sends
/// again for hours; a repeat is known by its message.
/// </summary>
internal static class FeishuSignature
{
    private const string Header = "x-lark-signature";

    public static bool IsPresent(IngressRequest request) => request.Headers.GetValueOrDefault(Header) is { Length: > 0 };

    public static bool Matches(IngressRequest request, IReadOnlyList<string> keys)
    {
        var head = request.Headers.GetValueOrDefault("x-lark-request-timestamp") + request.Headers.GetValueOrDefault("x-lark-request-nonce");
        var matched = false;
        foreach (var key in keys)
        {
            byte[] signed = [.. Encoding.UTF8.GetBytes(head + key), .. request.Body];
            matched |= Mac.IsHexOf(request.Headers[Header], SHA256.HashData(signed));
        }

        return matched;
    }
}

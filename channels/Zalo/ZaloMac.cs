using System.Security.Cryptography;
using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// <c>X-ZEvent-Signature</c>: SHA-256 over app id, raw body, time and the Official Account's secret key. Where an installation is found to differ, the
/// settings <c>macScheme</c> = <c>hmac-sha256</c> (the key as an HMAC's key) and <c>macTime</c> = <c>header</c> (<c>X-ZEvent-Timestamp</c>) say so. The
/// time is the event's own and events are repeated for hours, so no age is refused.
/// </summary>
internal static class ZaloMac
{
    private const string Header = "x-zevent-signature";
    private const string Prefix = "mac=";

    public static bool Matches(IngressRequest request, ChannelAccount account, IReadOnlyList<string> secrets)
    {
        if (request.Headers.GetValueOrDefault(Header) is not { Length: > 0 } presented)
            return false;
        JsonBody.TryParseObject(request.Body, out var body);
        var app = account.Setting("appId") ?? body["app_id"].Text;
        var time = account.Setting("macTime") == "header"
            ? request.Headers.GetValueOrDefault("x-zevent-timestamp")
            : body["timestamp"].Text ?? body["timestamp"].IntegerId;
        byte[] signed = [.. Encoding.UTF8.GetBytes(app ?? string.Empty), .. request.Body, .. Encoding.UTF8.GetBytes(time ?? string.Empty)];
        var isHmac = account.Setting("macScheme") == "hmac-sha256";
        var mac = presented.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? presented[Prefix.Length..] : presented;

        var matched = false;
        foreach (var secret in secrets)
        {
            var key = Encoding.UTF8.GetBytes(secret);
            matched |= Mac.IsHexOf(mac, isHmac ? HMACSHA256.HashData(key, signed) : SHA256.HashData([.. signed, .. key]));
        }

        return matched;
    }
}

using System.Security.Cryptography;

namespace Vespid.Channels;

/// <summary>
/// Signature of an outgoing webhook: base64 of HMAC-SHA256 over the raw body, under the security token that Teams shows once, itself base64. Source:
/// learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook.
/// </summary>
internal static class TeamsWebhookSignature
{
    public static bool Matches(string presented, byte[] body, IReadOnlyList<string> secrets)
    {
        var matched = false;
        foreach (var secret in secrets)
        {
            var key = new byte[secret.Length];
            if (Convert.TryFromBase64String(secret, key, out var length) && length > 0)
                matched |= Mac.IsBase64Of(presented, HMACSHA256.HashData(key.AsSpan(0, length), body));
        }

        return matched;
    }
}

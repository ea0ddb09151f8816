using System.Globalization;
using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Signed requests, version v0. Source: docs.slack.dev/authentication/verifying-requests-from-slack.</summary>
internal sealed class SlackSignature(TimeProvider time)
{
    private const string SignatureHeader = "x-slack-signature";
    private const string TimestampHeader = "x-slack-request-timestamp";
    private const string SecretName = "signingSecret";
    private const string BridgeSecretName = "webhookSecret";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly Authenticity.Failed Missing = new("slack_signature_missing");
    private static readonly Authenticity.Failed TimestampInvalid = new("slack_timestamp_invalid");
    private static readonly Authenticity.Failed OutOfWindow = new("slack_timestamp_out_of_window");
    private static readonly Authenticity.Failed Invalid = new("slack_signature_invalid");
    private static readonly Authenticity.Failed BridgeInvalid = new(ReasonCodes.SignatureInvalid);

    public Authenticity Check(IngressRequest request, ChannelAccount account)
    {
        var secrets = account.Secrets(SecretName);
        if (secrets.Count == 0)
            return CheckBridge(request, account.Secrets(BridgeSecretName));
        if (!request.Headers.TryGetValue(SignatureHeader, out var presented) || !request.Headers.TryGetValue(TimestampHeader, out var timestamp))
            return Missing;
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimestampInvalid;
        if (Math.Abs((double)time.GetUtcNow().ToUnixTimeSeconds() - seconds) > Window.TotalSeconds)
            return OutOfWindow;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"v0:{timestamp}:"), .. request.Body];
        return HmacProof.IsHex(presented, signed, secrets, "v0=") ? Authenticity.Authentic.Instance : Invalid;
    }

    private static Authenticity CheckBridge(IngressRequest request, IReadOnlyList<string> secrets) =>
        secrets.Count == 0 ? Authenticity.Unsigned.Instance
        : SharedSecrets.HasGenericSignature(request, secrets) ? Authenticity.Authentic.Instance
        : BridgeInvalid;
}

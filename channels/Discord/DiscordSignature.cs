using System.Globalization;
using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// Ed25519 over timestamp and raw body with the application's public key. Discord sends wrong signatures on purpose and wants 401. Source:
/// docs.discord.com/developers/interactions/overview#setting-up-an-endpoint.
/// </summary>
internal sealed class DiscordSignature(IEd25519 ed25519, TimeProvider time)
{
    private const int Unauthorized = 401;
    private const int KeyLength = 32;
    private const string SignatureHeader = "x-signature-ed25519";
    private const string TimestampHeader = "x-signature-timestamp";
    private const string KeyName = "discordPublicKey";
    private const string BridgeSecretName = "webhookSecret";

    // Discord names no window; without one a captured request would be good for ever.
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private static readonly Authenticity.Failed Missing = new("discord_signature_missing", Unauthorized);
    private static readonly Authenticity.Failed KeyInvalid = new("discord_public_key_invalid", Unauthorized);
    private static readonly Authenticity.Failed Invalid = new("discord_signature_invalid", Unauthorized);
    private static readonly Authenticity.Failed OutOfWindow = new("discord_timestamp_out_of_window", Unauthorized);
    private static readonly Authenticity.Failed BridgeInvalid = new(ReasonCodes.SignatureInvalid, Unauthorized);

    public Authenticity Check(IngressRequest request, ChannelAccount account)
    {
        var keys = account.Secrets(KeyName);
        if (keys.Count == 0)
            return CheckBridge(request, account.Secrets(BridgeSecretName));
        if (!request.Headers.TryGetValue(SignatureHeader, out var signature) || !request.Headers.TryGetValue(TimestampHeader, out var timestamp))
            return Missing;
        var readable = keys.Select(BytesOf).OfType<byte[]>().Where(key => key.Length == KeyLength).ToList();
        if (readable.Count == 0)
            return KeyInvalid;
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), .. request.Body];
        if (BytesOf(signature) is not { } proof || !readable.Exists(key => ed25519.Verifies(key, signed, proof)))
            return Invalid;
        return IsRecent(timestamp) ? Authenticity.Authentic.Instance : OutOfWindow;
    }

    private bool IsRecent(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs((double)time.GetUtcNow().ToUnixTimeSeconds() - seconds) <= Window.TotalSeconds;

    private static Authenticity CheckBridge(IngressRequest request, IReadOnlyList<string> secrets) =>
        secrets.Count == 0 ? Authenticity.Unsigned.Instance
        : SharedSecrets.HasGenericSignature(request, secrets) ? Authenticity.Authentic.Instance
        : BridgeInvalid;

    private static byte[]? BytesOf(string hex)
    {
        var bytes = new byte[hex.Length / 2];
        return Convert.FromHexString(hex, bytes, out _, out var written) == System.Buffers.OperationStatus.Done && written == bytes.Length ? bytes : null;
    }
}

using System.Globalization;
using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// EventSub's signature over message id, timestamp as received, and raw body. A repeated message id is the same message again, which the store knows: to
/// refuse it here would lose what Twitch sends again because we could not store it. Source: dev.twitch.tv/docs/eventsub/handling-webhook-events.
/// </summary>
internal sealed class TwitchSignature(TimeProvider time)
{
    public const string IdHeader = "twitch-eventsub-message-id";
    public const string TypeHeader = "twitch-eventsub-message-type";
    private const int Unauthorized = 401;
    private const string TimestampHeader = "twitch-eventsub-message-timestamp";
    private const string SignatureHeader = "twitch-eventsub-message-signature";
    private const string TokenHeader = "x-twitch-token";
    private const string SecretName = "webhookSecret";
    private const string TokenName = "ingressToken";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private static readonly Authenticity.Failed Missing = new("twitch_signature_missing", Unauthorized);
    private static readonly Authenticity.Failed Invalid = new("twitch_signature_invalid", Unauthorized);
    private static readonly Authenticity.Failed OutOfWindow = new("twitch_timestamp_out_of_window", Unauthorized);
    private static readonly Authenticity.Failed TokenInvalid = new("twitch_token_invalid", Unauthorized);

    public Authenticity Check(IngressRequest request, ChannelAccount account)
    {
        var (secrets, tokens) = (account.Secrets(SecretName), account.Secrets(TokenName));
        if (secrets.Count > 0 && CheckSignature(request, secrets) is { } failed)
            return failed;
        if (tokens.Count > 0 && !SharedSecrets.MatchesAny(SharedSecrets.PresentedToken(request, TokenHeader), tokens))
            return TokenInvalid;
        return secrets.Count > 0 || tokens.Count > 0 ? Authenticity.Authentic.Instance : Authenticity.Unsigned.Instance;
    }

    private Authenticity.Failed? CheckSignature(IngressRequest request, IReadOnlyList<string> secrets)
    {
        if (!request.Headers.TryGetValue(IdHeader, out var id) || !request.Headers.TryGetValue(TimestampHeader, out var timestamp)
            || !request.Headers.TryGetValue(SignatureHeader, out var presented))
            return Missing;
        byte[] signed = [.. Encoding.UTF8.GetBytes(id + timestamp), .. request.Body];
        return !HmacProof.IsHex(presented, signed, secrets, "sha256=") ? Invalid : IsRecent(timestamp) ? null : OutOfWindow;
    }

    private bool IsRecent(string timestamp) =>
        DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && (time.GetUtcNow() - at).Duration() <= Window;
}

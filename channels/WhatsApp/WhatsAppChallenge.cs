using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>The GET by which Meta checks a callback URL: it knows the account's <c>verifyToken</c> and wants its challenge back.</summary>
internal static class WhatsAppChallenge
{
    private const int MaxLength = 256;
    private const string PlainText = "text/plain; charset=utf-8";
    private static readonly Authenticity.Failed Invalid = new("whatsapp_verify_token_invalid", RequiredStatus: 403);
    private static readonly IngressResponse Refused = new(403, PlainText, "forbidden"u8.ToArray());

    public static bool IsOne(IngressRequest request) => request.Method == "GET" && request.Query.GetValueOrDefault("hub.mode") == "subscribe";

    public static Authenticity Authenticate(IngressRequest request, ChannelAccount account)
    {
        if (IsProven(request, account))
            return Authenticity.Authentic.Instance;
        var hasSecret = account.Secrets("verifyToken").Count > 0 || account.Secrets("appSecret").Count > 0;
        return hasSecret ? Invalid : Authenticity.Unsigned.Instance;
    }

    public static IngressResponse Answer(IngressRequest request, ChannelAccount account) =>
        IsProven(request, account) && request.Query.GetValueOrDefault("hub.challenge") is { Length: > 0 and <= MaxLength } challenge && challenge.All(IsPlain)
            ? new(200, PlainText, Encoding.ASCII.GetBytes(challenge))
            : Refused;

    private static bool IsProven(IngressRequest request, ChannelAccount account) =>
        SharedSecrets.MatchesAny(request.Query.GetValueOrDefault("hub.verify_token"), account.Secrets("verifyToken"));

    // What is sent back verbatim must mean nothing to a browser.
    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';
}

using System.Security.Cryptography;
using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// WhatsApp through Meta's Cloud API. Source: developers.facebook.com/docs/graph-api/webhooks/getting-started. Meta signs the bytes it sends, with
/// escaped Unicode in them; no time is signed.
/// </summary>
internal sealed class WhatsAppAdapter(Envelopes envelopes) : IChannelAdapter
{
    private const string SignatureHeader = "x-hub-signature-256";
    private const string SignaturePrefix = "sha256=";
    private static readonly Authenticity.Failed Missing = new("whatsapp_signature_missing");
    private static readonly Authenticity.Failed Invalid = new("whatsapp_signature_invalid");
    private static readonly BridgeProof Bridge = new("whatsapp", "x-whatsapp-token", null);

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("whatsapp");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Authenticate(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) =>
        WhatsAppChallenge.IsOne(request) ? WhatsAppChallenge.Answer(request, account) : null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account) =>
        JsonBody.TryParseObject(request.Body, out var body) ? WhatsAppBody.Read(body, request, envelopes) : Normalization.NotUnderstood;

    private static Authenticity Authenticate(IngressRequest request, ChannelAccount account)
    {
        if (WhatsAppChallenge.IsOne(request))
            return WhatsAppChallenge.Authenticate(request, account);
        var secrets = account.Secrets("appSecret");
        if (secrets.Count == 0)
            return Bridge.Check(request, account);
        if (!request.Headers.TryGetValue(SignatureHeader, out var presented) || presented.Length == 0)
            return Missing;

        var mac = presented.StartsWith(SignaturePrefix, StringComparison.OrdinalIgnoreCase) ? presented[SignaturePrefix.Length..] : presented;
        var matched = false;
        foreach (var secret in secrets)
            matched |= Mac.IsHexOf(mac, HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), request.Body));
        return matched ? Authenticity.Authentic.Instance : Invalid;
    }
}

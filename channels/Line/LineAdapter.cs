using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>LINE's webhook: a batch of events a request, signed as a whole. Source: developers.line.biz/en/reference/messaging-api/#webhooks.</summary>
internal sealed class LineAdapter(LineWebhookReader reader) : IChannelAdapter
{
    private const string SignatureHeader = "x-line-signature";
    private const string TokenHeader = "x-line-token";
    private const string SecretName = "channelSecret";
    private const string TokenName = "ingressToken";
    private const string BridgeSecretName = "webhookSecret";
    private static readonly Authenticity.Failed SignatureMissing = new("line_signature_missing");
    private static readonly Authenticity.Failed SignatureInvalid = new("line_signature_invalid");
    private static readonly Authenticity.Failed TokenInvalid = new("line_token_invalid");
    private static readonly Authenticity.Failed BridgeInvalid = new(ReasonCodes.SignatureInvalid);

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("line");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Authenticate(request, account));

    // The console's verify button.
    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) =>
        JsonBody.TryParseObject(request.Body, out var body) && body["events"].IsArray && !body["events"].Items.Any() ? VendorAnswers.Ok : null;

    // LINE takes anything but 200 for a failure, and shows it to the operator as one.
    public IngressResponse? Acknowledge(IngressRequest request) => request.Headers.ContainsKey(SignatureHeader) ? VendorAnswers.Ok : null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account) =>
        JsonBody.TryParseObject(request.Body, out var body) ? reader.Read(body, request, account) : Normalization.NotUnderstood;

    private static Authenticity Authenticate(IngressRequest request, ChannelAccount account)
    {
        if (account.Secrets(SecretName) is { Count: > 0 } secrets)
        {
            if (!request.Headers.TryGetValue(SignatureHeader, out var presented))
                return SignatureMissing;
            return HmacProof.IsBase64(presented, request.Body, secrets) ? Authenticity.Authentic.Instance : SignatureInvalid;
        }

        var (tokens, signing) = (account.Secrets(TokenName), account.Secrets(BridgeSecretName));
        if (tokens.Count > 0 && !SharedSecrets.MatchesAny(SharedSecrets.PresentedToken(request, TokenHeader), tokens))
            return TokenInvalid;
        if (signing.Count > 0 && !SharedSecrets.HasGenericSignature(request, signing))
            return BridgeInvalid;
        return tokens.Count > 0 || signing.Count > 0 ? Authenticity.Authentic.Instance : Authenticity.Unsigned.Instance;
    }
}

using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// Microsoft Teams: a bot behind the Bot Connector, an outgoing webhook of one team, or an adapter of the operator's own beside us. Which of them an account
/// takes is said by what it holds: <c>botAppId</c>, <c>outgoingWebhookSecret</c>, <c>ingressToken</c>.
/// </summary>
internal sealed class TeamsAdapter(Envelopes envelopes, TeamsTokens tokens) : IChannelAdapter
{
    private const string HmacScheme = "HMAC ";
    private const int Unauthorized = 401;
    private static readonly BridgeProof Bridge = new("msteams", "x-msteams-token", null);
    private static readonly Authenticity.Failed JwtInvalid = new("msteams_jwt_invalid", Unauthorized);
    private static readonly Authenticity.Failed KeysAway = new("msteams_jwt_invalid", RequiredStatus: 503);
    private static readonly Authenticity.Failed SignatureMissing = new("msteams_signature_missing", Unauthorized);
    private static readonly Authenticity.Failed SignatureInvalid = new("msteams_signature_invalid", Unauthorized);

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("msteams");

    public async ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken)
    {
        var authorization = request.Headers.GetValueOrDefault("authorization");
        var bearer = SharedSecrets.PresentedToken(request);
        var webhook = account.Secrets("outgoingWebhookSecret");
        var app = account.Setting("botAppId");
        if (authorization?.StartsWith(HmacScheme, StringComparison.OrdinalIgnoreCase) == true && webhook.Count > 0)
            return TeamsWebhookSignature.Matches(authorization[HmacScheme.Length..].Trim(), request.Body, webhook) ? Authenticity.Authentic.Instance : SignatureInvalid;
        if (app is not null && SignedToken.LooksLikeOne(bearer))
            return OfCheck(await tokens.CheckAsync(bearer!, app, request, cancellationToken));
        if (account.Secrets("ingressToken").Count > 0)
            return OfBridge(request, account);
        if (app is not null)
            return JwtInvalid;
        return webhook.Count > 0 ? SignatureMissing : OfBridge(request, account);
    }

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) => null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account) =>
        JsonBody.TryParseObject(request.Body, out var body) ? TeamsBody.Read(body, request, account, envelopes) : Normalization.NotUnderstood;

    private static Authenticity OfBridge(IngressRequest request, ChannelAccount account) =>
        Bridge.Check(request, account) switch
        {
            Authenticity.Failed failed => failed with { RequiredStatus = Unauthorized },
            var passed => passed,
        };

    private static Authenticity OfCheck(TokenCheck check) => check switch
    {
        TokenCheck.Valid => Authenticity.Authentic.Instance,
        // Nothing is wrong with the request as far as anybody knows: it should come again.
        TokenCheck.Unavailable => KeysAway,
        _ => JwtInvalid,
    };
}

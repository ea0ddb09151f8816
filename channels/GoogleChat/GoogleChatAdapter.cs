using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// A Chat app with an HTTP endpoint. Google signs each request with a bearer token, for the endpoint's URL or for the project's number, as the app is set
/// up; the verification token is the older way. Source: developers.google.com/workspace/chat/verify-requests-from-chat.
/// </summary>
internal sealed class GoogleChatAdapter(Envelopes envelopes, GoogleChatTokens tokens) : IChannelAdapter
{
    private const int Unauthorized = 401;
    private static readonly BridgeProof Bridge = new("googlechat", "x-googlechat-token", null);
    private static readonly Authenticity.Failed TokenInvalid = new("googlechat_token_invalid", Unauthorized);
    private static readonly Authenticity.Failed JwtInvalid = new("googlechat_jwt_invalid", Unauthorized);
    private static readonly Authenticity.Failed KeysAway = new("googlechat_jwt_invalid", RequiredStatus: 503);

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("googlechat");

    public async ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken)
    {
        if (!GoogleChatTokens.AreExpected(account))
            return AuthenticateByToken(request, account);
        return await tokens.CheckAsync(SharedSecrets.PresentedToken(request), account, cancellationToken) switch
        {
            TokenCheck.Valid => Authenticity.Authentic.Instance,
            // Nothing is wrong with the request as far as anybody knows: it should come again.
            TokenCheck.Unavailable => KeysAway,
            _ => JwtInvalid,
        };
    }

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) => null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account) =>
        JsonBody.TryParseObject(request.Body, out var body) ? GoogleChatBody.Read(body, request, account, envelopes) : Normalization.NotUnderstood;

    private static Authenticity AuthenticateByToken(IngressRequest request, ChannelAccount account)
    {
        var secrets = account.Secrets("verificationToken");
        if (secrets.Count == 0)
            return Bridge.Check(request, account) is var bridge && bridge is Authenticity.Failed failed ? failed with { RequiredStatus = Unauthorized } : bridge;
        var presented = request.Headers.GetValueOrDefault("x-goog-chat-token")
            ?? (JsonBody.TryParseObject(request.Body, out var body) ? body["token"].Text : null)
            ?? request.Query.GetValueOrDefault("token");
        return SharedSecrets.MatchesAny(presented, secrets) ? Authenticity.Authentic.Instance : TokenInvalid;
    }
}

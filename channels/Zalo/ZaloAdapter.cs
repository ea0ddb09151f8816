using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// Zalo: an Official Account signs with its secret key, a bot of the Bot Platform is called with a secret header, a bridge proves what it holds. Every
/// secret that the account has must be proven. Sources: developers.zalo.me/docs/official-account/webhook and bot.zapps.me/docs/webhook.
/// </summary>
internal sealed class ZaloAdapter(Envelopes envelopes) : IChannelAdapter
{
    private static readonly BridgeProof Bridge = new("zalo", "x-zalo-token", "x-zalo-signature");
    private static readonly Authenticity.Failed MacInvalid = new("zalo_mac_invalid");
    private static readonly Authenticity.Failed BotTokenInvalid = new("zalo_secret_token_invalid");

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("zalo");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Authenticate(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) => null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account) =>
        JsonBody.TryParseObject(request.Body, out var body) ? ZaloBody.Read(body, request, account, envelopes) : Normalization.NotUnderstood;

    private static Authenticity Authenticate(IngressRequest request, ChannelAccount account)
    {
        var official = account.Secrets("oaSecretKey");
        var bot = account.Secrets("botSecretToken");
        if (official.Count > 0 && !ZaloMac.Matches(request, account, official))
            return MacInvalid;
        if (bot.Count > 0 && !SharedSecrets.MatchesAny(request.Headers.GetValueOrDefault("x-bot-api-secret-token"), bot))
            return BotTokenInvalid;
        return Bridge.Check(request, account) switch
        {
            Authenticity.Unsigned when official.Count + bot.Count > 0 => Authenticity.Authentic.Instance,
            var bridge => bridge,
        };
    }
}

using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Telegram's webhook: a secret that setWebhook was given, and one update a request. Bridges may post the generic body instead.</summary>
internal sealed class TelegramAdapter(TelegramUpdateReader updates) : IChannelAdapter
{
    private const string SecretHeader = "x-telegram-bot-api-secret-token";
    private const string SecretName = "webhookSecretToken";
    private const string BridgeSecretName = "webhookSecret";
    private static readonly Authenticity.Failed TokenInvalid = new("telegram_secret_token_invalid");
    private static readonly Authenticity.Failed SignatureInvalid = new(ReasonCodes.SignatureInvalid);

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("telegram");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Authenticate(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) => null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account) =>
        JsonBody.TryParseObject(request.Body, out var body) ? updates.Read(body, request, account) : Normalization.NotUnderstood;

    private static Authenticity Authenticate(IngressRequest request, ChannelAccount account)
    {
        var tokens = account.Secrets(SecretName);
        if (tokens.Count > 0)
            return SharedSecrets.MatchesAny(request.Headers.GetValueOrDefault(SecretHeader), tokens) ? Authenticity.Authentic.Instance : TokenInvalid;
        var signing = account.Secrets(BridgeSecretName);
        if (signing.Count == 0)
            return Authenticity.Unsigned.Instance;
        return SharedSecrets.HasGenericSignature(request, signing) ? Authenticity.Authentic.Instance : SignatureInvalid;
    }
}

using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// Feishu and Lark: with an Encrypt Key bodies are encrypted and signed, without one a token in the body is all there is. Source:
/// open.feishu.cn/document/server-docs/event-subscription-guide.
/// </summary>
internal sealed class FeishuAdapter(Envelopes envelopes) : IChannelAdapter
{
    private static readonly BridgeProof Bridge = new("feishu", "x-feishu-token", null);
    private static readonly Authenticity.Failed TokenInvalid = new("feishu_token_invalid");
    private static readonly Authenticity.Failed SignatureMissing = new("feishu_signature_missing");
    private static readonly Authenticity.Failed SignatureInvalid = new("feishu_signature_invalid");

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("feishu");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Authenticate(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account)
    {
        if (!TryParse(request, account, out var body, out _) || FeishuChallenge.Of(body) is not { } challenge)
            return null;
        return VendorAnswers.Json(new JsonObject { ["challenge"] = challenge });
    }

    public Normalization Normalize(IngressRequest request, ChannelAccount account) =>
        TryParse(request, account, out var body, out _) ? FeishuBody.Read(body, request, account, envelopes) : Normalization.NotUnderstood;

    private static Authenticity Authenticate(IngressRequest request, ChannelAccount account)
    {
        var tokens = FeishuSecrets.Tokens(account);
        var keys = FeishuSecrets.EncryptKeys(account);
        if (keys.Count > 0)
            return AuthenticateByKey(request, account, keys, tokens);
        if (tokens.Count > 0)
            return SharedSecrets.MatchesAny(TokenOf(request, account), tokens) ? Authenticity.Authentic.Instance : TokenInvalid;
        return Bridge.Check(request, account);
    }

    private static Authenticity AuthenticateByKey(IngressRequest request, ChannelAccount account, IReadOnlyList<string> keys, IReadOnlyList<string> tokens)
    {
        if (FeishuSignature.IsPresent(request))
            return FeishuSignature.Matches(request, keys) ? Authenticity.Authentic.Instance : SignatureInvalid;
        // The check of an address is not signed. Whoever encrypted it holds the key, and it leads to the challenge's echo and nowhere else.
        if (TryParse(request, account, out var body, out var decrypted) && decrypted && FeishuChallenge.Of(body) is not null)
            return tokens.Count == 0 || SharedSecrets.MatchesAny(body["token"].Text, tokens) ? Authenticity.Authentic.Instance : TokenInvalid;
        return SignatureMissing;
    }

    private static string? TokenOf(IngressRequest request, ChannelAccount account)
    {
        TryParse(request, account, out var body, out _);
        return body["token"].Text ?? body["header"]["token"].Text ?? request.Headers.GetValueOrDefault("x-lark-token");
    }

    private static bool TryParse(IngressRequest request, ChannelAccount account, out BodyReader body, out bool decrypted)
    {
        decrypted = false;
        if (!JsonBody.TryParseObject(request.Body, out body))
            return false;
        if (body["encrypt"].Text is not { } sealedBody)
            return true;
        decrypted = FeishuCipher.TryOpen(sealedBody, FeishuSecrets.EncryptKeys(account), out body);
        return decrypted;
    }
}

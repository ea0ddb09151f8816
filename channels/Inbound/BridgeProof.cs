using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// What a bridge of our own proves: the account's <c>ingressToken</c> in a header, and the HMAC of the raw body under <c>webhookSecret</c>. Every one that the
/// account has must be right.
/// </summary>
/// <param name="prefix">Of the reason codes.</param>
/// <param name="tokenHeader">Where the token stands, if it is no bearer token.</param>
/// <param name="signatureHeader">The channel's own header for the signature; null when it has only the one of all channels.</param>
internal sealed class BridgeProof(string prefix, string tokenHeader, string? signatureHeader)
{
    public const string IngressToken = "ingressToken";
    public const string WebhookSecret = "webhookSecret";

    private readonly Authenticity.Failed _tokenInvalid = new(prefix + "_token_invalid");
    private readonly Authenticity.Failed _signatureMissing = new(signatureHeader is null ? ReasonCodes.SignatureInvalid : prefix + "_signature_missing");
    private readonly Authenticity.Failed _signatureInvalid = new(signatureHeader is null ? ReasonCodes.SignatureInvalid : prefix + "_signature_invalid");

    /// <param name="request">As it came.</param>
    /// <param name="account">Whose secrets count.</param>
    /// <param name="alsoPresented">A token that stands somewhere else; headers come first.</param>
    public Authenticity Check(IngressRequest request, ChannelAccount account, string? alsoPresented = null)
    {
        var tokens = account.Secrets(IngressToken);
        var signing = account.Secrets(WebhookSecret);
        if (signing.Count > 0 && Signature(request, signing) is { } failed)
            return failed;
        if (tokens.Count > 0 && !SharedSecrets.MatchesAny(SharedSecrets.PresentedToken(request, tokenHeader) ?? alsoPresented, tokens))
            return _tokenInvalid;
        return tokens.Count + signing.Count > 0 ? Authenticity.Authentic.Instance : Authenticity.Unsigned.Instance;
    }

    private Authenticity.Failed? Signature(IngressRequest request, IReadOnlyList<string> signing)
    {
        var presented = (signatureHeader is null ? null : request.Headers.GetValueOrDefault(signatureHeader))
            ?? request.Headers.GetValueOrDefault("x-channel-signature") ?? request.Headers.GetValueOrDefault("x-signature");
        if (presented is null)
            return _signatureMissing;
        return SharedSecrets.SignsBody(presented, request.Body, signing) ? null : _signatureInvalid;
    }
}

using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// Nostr has no webhook: a bridge may post events. It proves itself with our token or signature; an event that carries a signature must carry a right one.
/// </summary>
internal sealed class NostrAdapter(NostrReader reader, NostrProof proof, ISchnorr schnorr) : IChannelAdapter
{
    private static readonly BridgeProof Bridge = new("nostr", "x-nostr-token", null);
    private static readonly Authenticity.Failed CannotVerify = new(ReasonCodes.AdapterAuthFailed);

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("nostr");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Authenticate(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) => null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account) => JsonBody.TryParseObject(request.Body, out var body)
        ? reader.Read(body["event"].OrObject(body), body, request, NostrKeys.Of(account, schnorr).Public ?? request.Query.GetValueOrDefault("botPubKey"))
        : Normalization.NotUnderstood;

    private Authenticity Authenticate(IngressRequest request, ChannelAccount account)
    {
        var bridge = Bridge.Check(request, account);
        if (bridge is Authenticity.Failed || !JsonBody.TryParseObject(request.Body, out var body))
            return bridge;
        var said = body["event"].OrObject(body);
        if (said["sig"].Text is null)
            return bridge;
        if (!proof.IsAvailable)
            return CannotVerify;
        return proof.Fault(said) is { } fault ? new Authenticity.Failed(fault) : bridge;
    }
}

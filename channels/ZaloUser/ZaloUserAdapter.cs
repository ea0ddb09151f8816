using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// A personal Zalo account, for which the vendor has no interface: a bridge posts to us what it reads, and takes what we send at the account's webhook URL.
/// </summary>
internal sealed class ZaloUserAdapter(Envelopes envelopes) : IChannelAdapter
{
    private static readonly BridgeProof Bridge = new("zalouser", "x-zalouser-token", null);

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("zalouser");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Bridge.Check(request, account, request.Headers.GetValueOrDefault("x-zalo-user-token")));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) => null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account) =>
        JsonBody.TryParseObject(request.Body, out var body) ? ZaloUserBody.Read(body, request, account, envelopes) : Normalization.NotUnderstood;
}

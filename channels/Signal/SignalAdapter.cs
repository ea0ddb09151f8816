using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Signal has no webhook: a bridge beside signal-cli posts what the daemon gave it, and proves itself with our token or signature.</summary>
internal sealed class SignalAdapter(SignalReader reader) : IChannelAdapter
{
    private static readonly BridgeProof Bridge = new("signal", "x-signal-token", "x-signal-signature");

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("signal");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Bridge.Check(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) => null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account) =>
        JsonBody.TryParseObject(request.Body, out var body) ? reader.Read(body, request, account) : Normalization.NotUnderstood;
}

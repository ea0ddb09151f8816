using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>iMessage has no API: a bridge on a signed-in Mac speaks our protocol (docs/channels/imessage.md) and proves itself with our token or signature.</summary>
internal sealed class IMessageAdapter(Envelopes envelopes) : IChannelAdapter
{
    private static readonly BridgeProof Bridge = new("imessage", "x-imessage-token", null);

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("imessage");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Bridge.Check(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) => null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account)
    {
        if (!JsonBody.TryParseObject(request.Body, out var body))
            return Normalization.NotUnderstood;
        if (body["isFromMe"].Boolean == true)
            return Normalization.Own;
        if (body["event"].Text is not (null or "message" or "edit"))
            return Normalization.Unsupported;
        return envelopes.Seal(IMessageBody.Read(body, edited: body["event"].Text == "edit"), request, body);
    }
}

using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>A ship has no webhook: a bridge may post what it read, and proves itself with our token or signature.</summary>
internal sealed class TlonAdapter(Envelopes envelopes) : IChannelAdapter
{
    private static readonly BridgeProof Bridge = new("tlon", "x-tlon-token", null);

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("tlon");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Bridge.Check(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) => null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account)
    {
        if (!JsonBody.TryParseObject(request.Body, out var body))
            return Normalization.NotUnderstood;
        var bot = account.Setting("ship") ?? request.Query.GetValueOrDefault("botShip");
        var draft = TlonBody.Read(body, bot) ?? GenericBody.Read(body, request);
        return bot is not null && draft?.SenderId == bot ? Normalization.Own : envelopes.Seal(draft, request, body);
    }
}

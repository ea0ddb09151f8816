using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>IRC has no webhook: a bridge may post what it read, and proves itself with our token or signature.</summary>
internal sealed class IrcAdapter(Envelopes envelopes) : IChannelAdapter
{
    private static readonly BridgeProof Bridge = new("irc", "x-irc-token", null);

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("irc");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Bridge.Check(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) => null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account)
    {
        if (!JsonBody.TryParseObject(request.Body, out var body))
            return Normalization.NotUnderstood;
        var bot = request.Query.GetValueOrDefault("botNick") ?? account.Setting("nick");
        return IrcBody.IsOwn(body, bot) ? Normalization.Own : envelopes.Seal(IrcBody.Read(body, bot), request, body);
    }
}

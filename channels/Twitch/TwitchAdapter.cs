using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Twitch's EventSub by webhook: the subscription's challenge, chat messages, and its revocation.</summary>
internal sealed class TwitchAdapter(TwitchReader reader, TwitchSignature signature) : IChannelAdapter
{
    private const string Verification = "webhook_callback_verification";

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("twitch");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(signature.Check(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) =>
        request.Headers.GetValueOrDefault(TwitchSignature.TypeHeader) == Verification
        && JsonBody.TryParseObject(request.Body, out var body) && body["challenge"].Text is { } challenge
            ? VendorAnswers.Text(challenge)
            : null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account) =>
        JsonBody.TryParseObject(request.Body, out var body) ? reader.Read(body, request, account) : Normalization.NotUnderstood;
}

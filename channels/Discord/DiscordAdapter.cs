using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Discord's interactions and webhook events over HTTP; ordinary messages come by the gateway only, or from a bridge.</summary>
internal sealed class DiscordAdapter(DiscordReader reader, DiscordSignature signature) : IChannelAdapter
{
    private const int EphemeralFlag = 64;

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("discord");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(signature.Check(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account)
    {
        if (!JsonBody.TryParseObject(request.Body, out var body))
            return null;
        return DiscordFrames.IsInteractionPing(body) ? VendorAnswers.Json(new JsonObject { ["type"] = 1 })
            : DiscordFrames.IsWebhookPing(body) ? VendorAnswers.NoContent
            : null;
    }

    // Within three seconds, or the user is told that the application did not respond.
    public IngressResponse? Acknowledge(IngressRequest request)
    {
        if (!JsonBody.TryParseObject(request.Body, out var body) || !DiscordFrames.IsInteraction(body))
            return null;
        return VendorAnswers.Json(body["type"].Integer == DiscordInteraction.Component
            ? new JsonObject { ["type"] = 6 }
            : new JsonObject { ["type"] = 4, ["data"] = new JsonObject { ["content"] = "Received.", ["flags"] = EphemeralFlag } });
    }

    public Normalization Normalize(IngressRequest request, ChannelAccount account) =>
        JsonBody.TryParseObject(request.Body, out var body) ? reader.Read(body, request, account) : Normalization.NotUnderstood;
}

using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Turns what Discord sends, by webhook or by gateway, into messages.</summary>
internal sealed class DiscordReader(Envelopes envelopes)
{
    private const string MessageCreate = "MESSAGE_CREATE";
    private const string MessageUpdate = "MESSAGE_UPDATE";

    public Normalization Read(BodyReader body, IngressRequest request, ChannelAccount account)
    {
        if (DiscordFrames.IsInteraction(body))
            return DiscordInteraction.Read(body) is { } asked ? envelopes.Seal(asked, request, body) : Normalization.Unsupported;
        if (DiscordFrames.IsWebhookEvent(body) || body["t"].Text is not (null or MessageCreate or MessageUpdate))
            return Normalization.Unsupported;

        var message = body["d"].OrObject(body);
        var bot = account.Setting("botUserId") ?? request.Query.GetValueOrDefault("botUserId");
        if (!DiscordMessage.IsSpoken(message))
            return Normalization.Unsupported;
        if (DiscordMessage.IsOwn(message, bot))
            return Normalization.Own;
        if (DiscordMessage.Read(message, body["t"].Text == MessageUpdate, bot) is { } draft)
            return envelopes.Seal(draft, request, body);
        return message["channel_id"].Text is not null && message["id"].Text is not null ? Normalization.Unsupported : Normalization.NotUnderstood;
    }
}

using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Turns EventSub's notifications into messages; bridges may post the generic body instead.</summary>
internal sealed class TwitchReader(Envelopes envelopes)
{
    private const string Notification = "notification";
    private const string ChatMessage = "channel.chat.message";

    public Normalization Read(BodyReader body, IngressRequest request, ChannelAccount account)
    {
        // A challenge without its header, a revocation, or an event of another kind.
        if (body["challenge"].Text is not null
            || request.Headers.GetValueOrDefault(TwitchSignature.TypeHeader) is not (null or Notification)
            || body["subscription"]["type"].Text is not (null or ChatMessage))
            return Normalization.Unsupported;

        var bot = account.Setting("botUserId") ?? request.Query.GetValueOrDefault("botUserId");
        var name = (account.Setting("botUsername") ?? request.Query.GetValueOrDefault("botUsername"))?.TrimStart('@');
        var fact = body["event"].OrObject(body);
        if (bot is not null && fact["chatter_user_id"].Text == bot)
            return Normalization.Own;
        var draft = TwitchChatMessage.Read(fact, body, request, bot, name);
        if (draft is null && body["subscription"].IsObject)
            return Normalization.Unsupported;
        return envelopes.Seal(draft ?? GenericBody.Read(body, request), request, body);
    }
}

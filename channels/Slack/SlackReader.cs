using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Turns what Slack sends, by webhook or by socket, into messages.</summary>
internal sealed class SlackReader(Envelopes envelopes)
{
    public const string UrlVerification = "url_verification";

    public Normalization Read(BodyReader body, IngressRequest request, ChannelAccount account)
    {
        if (body["command"].Text is not null && body["channel_id"].Text is not null)
            return envelopes.Seal(SlackInteraction.Command(body), request, body);
        if (body["payload"].Text is { } payload)
            return JsonBody.TryParseObject(Encoding.UTF8.GetBytes(payload), out var inner) ? ReadInteraction(inner, request) : Normalization.NotUnderstood;
        if (body["trigger_id"].Text is not null && body["type"].Text is not null)
            return ReadInteraction(body, request);
        return ReadEvent(body, request, account);
    }

    private Normalization ReadInteraction(BodyReader body, IngressRequest request) =>
        SlackInteraction.Action(body) is { } draft ? envelopes.Seal(draft, request, body) : Normalization.Unsupported;

    private Normalization ReadEvent(BodyReader body, IngressRequest request, ChannelAccount account)
    {
        if (body["type"].Text == UrlVerification)
            return Normalization.Unsupported;
        var fact = body["event"].OrObject(body);
        var bot = account.Setting("botUserId") ?? request.Query.GetValueOrDefault("botUserId") ?? BotOf(body);
        var kind = SlackMessage.KindOf(fact);
        if (kind == SlackMessage.Kind.Other)
            return Normalization.Unsupported;
        if (SlackMessage.IsOwn(fact, bot))
            return Normalization.Own;
        if (SlackMessage.Read(fact, kind, body, bot) is { } draft)
            return envelopes.Seal(draft, request, body);
        return fact["type"].Text is null ? Normalization.NotUnderstood : Normalization.Unsupported;
    }

    // Whose view of the workspace the event shows: this app's own user.
    private static string? BotOf(BodyReader body)
    {
        foreach (var authorization in body["authorizations"].Items)
        {
            if (authorization["is_bot"].Boolean == true)
                return authorization["user_id"].Text;
        }

        return null;
    }
}

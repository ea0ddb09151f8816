using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Turns what Mattermost sends, by webhook, command or socket, into messages; bridges may post the generic body instead.</summary>
internal sealed class MattermostReader(Envelopes envelopes)
{
    private const string Posted = "posted";
    private const string Edited = "post_edited";

    public Normalization Read(BodyReader body, IngressRequest request, ChannelAccount account)
    {
        if (body["event"].Text is not (null or Posted or Edited))
            return Normalization.Unsupported;
        var bot = new MattermostBot(
            account.Setting("botUserId") ?? request.Query.GetValueOrDefault("botUserId"),
            (account.Setting("botUsername") ?? request.Query.GetValueOrDefault("botUsername"))?.TrimStart('@'));
        if (body["data"]["post"].Text is { } json)
        {
            if (!JsonBody.TryParseObject(Encoding.UTF8.GetBytes(json), out var post))
                return Normalization.NotUnderstood;
            return ReadPost(post, body, request, bot);
        }

        if (bot.Id is not null && body["user_id"].Text == bot.Id)
            return Normalization.Own;
        return envelopes.Seal(MattermostHook.Read(body, bot) ?? GenericBody.Read(body, request), request, body);
    }

    private Normalization ReadPost(BodyReader post, BodyReader body, IngressRequest request, MattermostBot bot)
    {
        if (MattermostPost.IsOwn(post, bot))
            return Normalization.Own;
        if (post["type"].Text is not null || post["delete_at"].Number > 0)
            return Normalization.Unsupported;
        return MattermostPost.Read(post, body, body["event"].Text == Edited, bot) is { } draft
            ? envelopes.Seal(draft, request, body)
            : Normalization.Unsupported;
    }
}

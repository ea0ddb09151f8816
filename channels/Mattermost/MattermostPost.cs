using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>A post as the socket carries it: JSON within JSON. Source: developers.mattermost.com/api-documentation, schema Post.</summary>
internal static class MattermostPost
{
    /// <summary>Of this bot or any other, or of an incoming webhook: bots that answer each other never stop.</summary>
    public static bool IsOwn(BodyReader post, MattermostBot bot) =>
        (bot.Id is not null && post["user_id"].Text == bot.Id) || IsSet(post["props"]["from_bot"]) || IsSet(post["props"]["from_webhook"]);

    public static MessageDraft? Read(BodyReader post, BodyReader body, bool edited, MattermostBot bot)
    {
        if (post["message"].Text is not { } text)
            return null;
        var data = body["data"];
        var id = post["id"].Text;
        var root = post["root_id"].Text;
        return new()
        {
            Text = text,
            SenderId = post["user_id"].Text,
            SenderDisplayName = data["sender_name"].Text?.TrimStart('@'),
            ConversationId = post["channel_id"].Text ?? body["broadcast"]["channel_id"].Text,
            ProviderMessageId = id,
            DedupeKey = edited && id is not null ? $"edit:{id}:{post["edit_at"].IntegerId ?? post["update_at"].IntegerId}" : null,
            IsDirect = (_, conversation) => IsDirect(data["channel_type"].Text, conversation),
            Mentioned = bot.IsNamedIn(text) || (bot.Id is not null && Mentioned(data["mentions"], bot.Id)),
            ReceivedAt = PlatformTime.Auto(post[edited ? "edit_at" : "create_at"]) ?? PlatformTime.Auto(post["create_at"]),
            ThreadId = root,
            ReplyTo = root,
            IsEdit = edited,
            Attachments = AttachmentsOf(post),
        };
    }

    public static bool IsDirect(string? channelType, string conversation) => channelType == "D" || conversation.StartsWith('D');

    private static IReadOnlyList<Attachment> AttachmentsOf(BodyReader post) =>
        post["metadata"]["files"].IsArray
            ? Media.Of(post["metadata"]["files"].Items, file => Media.Of(
                null, file["mime_type"].Text, file["size"].Integer, null, file["id"].Text, file["name"].Text))
            : Media.Of(post["file_ids"].Items, id => Media.Of(null, null, null, null, id.Text, null));

    // A list of user ids, itself JSON in a string.
    private static bool Mentioned(BodyReader mentions, string bot) =>
        mentions.Text is { } json && JsonBody.TryParseObject(Encoding.UTF8.GetBytes($"{{\"ids\":{json}}}"), out var list)
        && list["ids"].Items.Any(id => id.Text == bot);

    private static bool IsSet(BodyReader property) => property.Boolean == true || property.Text == "true";
}

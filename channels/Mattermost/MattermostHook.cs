using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>An outgoing webhook or a slash command.</summary>
internal static class MattermostHook
{
    public static MessageDraft? Read(BodyReader body, MattermostBot bot)
    {
        var command = body["command"].Text;
        var text = command is null ? body.First("text", "message") : $"{command} {body["text"].Text}".TrimEnd();
        if (text is null)
            return null;
        var id = body.First("post_id", "trigger_id", "messageId", "id");
        return new()
        {
            Text = text,
            SenderId = body.First("user_id", "userId"),
            SenderDisplayName = body.First("sender_name", "user_name", "username"),
            ConversationId = body["broadcast"]["channel_id"].Text ?? body.First("channel_id", "channelId"),
            ProviderMessageId = id,
            // A command is given each time anew, and has no post.
            DedupeKey = command is not null && id is not null ? "command:" + id : null,
            IsDirect = (_, conversation) => MattermostPost.IsDirect(body["data"]["channel_type"].Text ?? body["channel_type"].Text, conversation),
            // Whoever says the trigger word, or gives the command, speaks to the bot.
            Mentioned = command is not null || body["trigger_word"].Text is not null || bot.IsNamedIn(text),
            ReceivedAt = PlatformTime.Auto(body["timestamp"]),
            ThreadId = body["root_id"].Text,
            ReplyTo = body["root_id"].Text,
            Attachments = FilesOf(body["file_ids"].Text),
        };
    }

    private static IReadOnlyList<Attachment> FilesOf(string? list) => list is null
        ? []
        : [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(id => Media.Of(null, null, null, null, id, null)).OfType<Attachment>()];
}

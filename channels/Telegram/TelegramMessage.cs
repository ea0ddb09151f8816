namespace Vespid.Channels;

/// <summary>A message object of the Bot API.</summary>
internal static class TelegramMessage
{
    public static MessageDraft? Read(BodyReader message, string kind, BodyReader update, TelegramBotIdentity bot)
    {
        var spoken = message["text"].Text is not null;
        if ((message["text"].Text ?? message["caption"].Text) is not { } text)
            return null;
        var chat = message["chat"];
        var edited = kind is TelegramUpdateKinds.EditedMessage or TelegramUpdateKinds.EditedChannelPost;
        return new()
        {
            Text = text,
            SenderId = SenderOf(message),
            SenderDisplayName = NameOf(message),
            ConversationId = ChatOf(message),
            ProviderMessageId = IdOf(message, update),
            DedupeKey = KeyOf(message, update, edited),
            IsDirect = (_, _) => chat["type"].Text == "private",
            Mentioned = TelegramMentions.Name(message[spoken ? "text" : "caption"], message[spoken ? "entities" : "caption_entities"], bot)
                || Mentions.InText(text, bot.Username),
            ReceivedAt = edited && message["edit_date"].IsNumber ? PlatformTime.Unix(message["edit_date"]) : PlatformTime.Unix(message["date"]),
            ThreadId = TopicOf(message),
            ReplyTo = ReplyOf(message),
            IsEdit = edited,
            Attachments = TelegramMedia.Read(message),
        };
    }

    /// <summary>
    /// The topic. Replies in a group without topics carry a <c>message_thread_id</c> too, and Telegram refuses to send to that one.
    /// </summary>
    public static string? TopicOf(BodyReader message) =>
        message["is_topic_message"].Boolean == true || message["chat"]["is_forum"].Boolean == true ? message["message_thread_id"].IntegerId : null;

    private static string? ChatOf(BodyReader message) => message["chat"]["id"].IntegerId ?? message["chat_id"].Text;

    // Channels and anonymous administrators speak as a chat; the user beside it is a placeholder.
    private static string? SenderOf(BodyReader message)
    {
        var from = message["from"];
        return message["sender_chat"]["id"].IntegerId ?? from["id"].IntegerId ?? from.First("username");
    }

    private static string? NameOf(BodyReader message) =>
        message["sender_chat"] is { IsObject: true } chat ? chat.First("title", "username") : message["from"].First("username", "first_name");

    private static string? IdOf(BodyReader message, BodyReader update) =>
        message["message_id"].IntegerId ?? update["update_id"].IntegerId ?? message["message_id"].Text;

    private static string? KeyOf(BodyReader message, BodyReader update, bool edited)
    {
        var chat = ChatOf(message) ?? SenderOf(message);
        var id = message["message_id"].IntegerId ?? message["message_id"].Text;
        var updateId = update["update_id"].IntegerId;
        if (edited)
            return updateId is not null ? "edit:" + updateId : $"edit:{chat}:{id}:{message["edit_date"].IntegerId}";
        return id is not null ? $"{chat}:{id}" : updateId is not null ? "update:" + updateId : null;
    }

    // The first message of a topic stands as reply_to_message in every other one.
    private static string? ReplyOf(BodyReader message)
    {
        var id = message["reply_to_message"]["message_id"].IntegerId;
        return id == message["message_thread_id"].IntegerId && TopicOf(message) is not null ? null : id;
    }
}

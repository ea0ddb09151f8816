namespace Vespid.Channels;

/// <summary>A pressed button: the presser speaks, the button's data is the text, and it is always meant for the bot.</summary>
internal static class TelegramCallback
{
    /// <summary>Null for a game, for a button under an inline result (which has no chat), and for identities that do not fit.</summary>
    public static MessageDraft? Read(BodyReader query)
    {
        var message = query["message"];
        var chat = message["chat"];
        if (query["data"].Text is not { } data || chat["id"].IntegerId is not { } conversation || query["from"]["is_bot"].Boolean == true)
            return null;
        var from = query["from"];
        var id = query["id"].Text ?? query["id"].IntegerId;
        return new()
        {
            Text = data,
            SenderId = from["id"].IntegerId ?? from.First("username"),
            SenderDisplayName = from.First("username", "first_name"),
            ConversationId = conversation,
            ProviderMessageId = message["message_id"].IntegerId ?? id,
            // The message under the button is the bot's own and may be pressed many times.
            DedupeKey = id is null ? null : "callback:" + id,
            IsDirect = (_, _) => chat["type"].Text == "private",
            Mentioned = true,
            ThreadId = TelegramMessage.TopicOf(message),
        };
    }
}

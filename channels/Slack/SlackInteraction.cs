namespace Vespid.Channels;

/// <summary>Slash commands and buttons: always meant for the app.</summary>
internal static class SlackInteraction
{
    public static MessageDraft Command(BodyReader body) => new()
    {
        Text = $"{body["command"].Text} {body["text"].Text}".TrimEnd(),
        SenderId = body["user_id"].Text,
        SenderDisplayName = body["user_name"].Text,
        ConversationId = body["channel_id"].Text,
        ProviderMessageId = body["trigger_id"].Text,
        DedupeKey = body["trigger_id"].Text is { } trigger ? "command:" + trigger : null,
        IsDirect = (_, conversation) => IsDirect(conversation, body["channel_name"]),
        Mentioned = true,
    };

    /// <summary>Null for what is no click on a message: forms, shortcuts, views.</summary>
    public static MessageDraft? Action(BodyReader body)
    {
        var action = body["actions"][0];
        var text = action["value"].Text ?? action["selected_option"]["value"].Text ?? action["selected_options"][0]["value"].Text ?? action["action_id"].Text;
        var channel = body["channel"]["id"].Text ?? body["container"]["channel_id"].Text;
        if (body["type"].Text is not ("block_actions" or "interactive_message") || text is null || channel is null)
            return null;
        var message = body["container"]["message_ts"].Text ?? body["message"]["ts"].Text ?? body["message_ts"].Text;
        var pressed = action["action_ts"].Text ?? body["action_ts"].Text ?? body["trigger_id"].Text;
        return new()
        {
            Text = text,
            SenderId = body["user"]["id"].Text,
            SenderDisplayName = body["user"].First("username", "name"),
            ConversationId = channel,
            ProviderMessageId = message ?? pressed,
            DedupeKey = pressed is null ? null : $"action:{channel}:{message}:{pressed}",
            IsDirect = (_, conversation) => IsDirect(conversation, body["channel"]["name"]),
            Mentioned = true,
            ThreadId = body["container"]["thread_ts"].Text ?? body["message"]["thread_ts"].Text,
        };
    }

    private static bool IsDirect(string conversation, BodyReader name) => conversation.StartsWith('D') || name.Text == "directmessage";
}

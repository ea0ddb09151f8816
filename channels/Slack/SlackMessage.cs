namespace Vespid.Channels;

/// <summary>A message event. Source: docs.slack.dev/reference/events/message.</summary>
internal static class SlackMessage
{
    public enum Kind
    {
        Said,
        Edited,
        Other,
    }

    public static Kind KindOf(BodyReader fact) => (fact["type"].Text, fact["subtype"].Text) switch
    {
        (not (null or "message" or "app_mention"), _) => Kind.Other,
        // Slack also reports a link's preview this way; only a person's edit carries its time.
        (_, "message_changed") => fact["message"]["edited"].IsObject ? Kind.Edited : Kind.Other,
        (_, null or "file_share" or "thread_broadcast" or "me_message" or "bot_message") => Kind.Said,
        _ => Kind.Other,
    };

    /// <summary>Said by this app, or by any other bot: bots that answer each other never stop.</summary>
    public static bool IsOwn(BodyReader fact, string? bot)
    {
        var said = fact["message"].OrObject(fact);
        return said["bot_id"].Text is not null || fact["subtype"].Text == "bot_message" || (bot is not null && said["user"].Text == bot);
    }

    public static MessageDraft? Read(BodyReader fact, Kind kind, BodyReader body, string? bot)
    {
        var edited = kind == Kind.Edited;
        var said = edited ? fact["message"] : fact;
        if ((said["text"].Text ?? said["message"].Text) is not { } raw)
            return null;
        var text = SlackText.Unescape(raw);
        var channel = fact["channel"].Text;
        var ts = said["ts"].Text ?? (edited ? null : said["event_ts"].Text);
        var id = ts ?? said["client_msg_id"].Text;
        var thread = said["thread_ts"].Text is { } root && root != ts ? root : null;
        return new()
        {
            Text = text,
            SenderId = said["user"].Text,
            SenderDisplayName = said["user_profile"].First("display_name", "real_name"),
            ConversationId = channel,
            ProviderMessageId = id ?? body["event_id"].Text,
            // Times count within a channel, and one message can come twice: as a message and as a mention.
            DedupeKey = id is null ? body["event_id"].Text : edited ? $"edit:{channel}:{id}:{said["edited"]["ts"].Text}" : $"{channel}:{id}",
            IsDirect = (_, conversation) => conversation.StartsWith('D') || fact["channel_type"].Text == "im",
            Mentioned = fact["type"].Text == "app_mention" || Mentions.InText(text) || (bot is not null && Mentions.Any(raw, $"<@{bot}>", $"<@{bot}|")),
            ReceivedAt = PlatformTime.Unix(edited ? fact["event_ts"] : said["ts"].Text is null ? fact["event_ts"] : said["ts"]),
            ThreadId = thread,
            ReplyTo = thread,
            IsEdit = edited,
            Attachments = Media.Of(said["files"].Items, file => Media.Of(
                null, file["mimetype"].Text, file["size"].Integer, file["url_private"].Text, file["id"].Text, file["name"].Text)),
        };
    }
}

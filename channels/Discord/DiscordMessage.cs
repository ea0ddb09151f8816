namespace Vespid.Channels;

/// <summary>A message object. Source: docs.discord.com/developers/resources/message.</summary>
internal static class DiscordMessage
{
    /// <summary>Default, reply, and a command's own message; the rest are notices of the platform, which have texts too.</summary>
    public static bool IsSpoken(BodyReader message) => message["type"].Integer is null or 0 or 19 or 20;

    /// <summary>Of this bot or any other, or of a webhook: bots that answer each other never stop.</summary>
    public static bool IsOwn(BodyReader message, string? bot) =>
        message["author"]["bot"].Boolean == true || message["webhook_id"].Text is not null || (bot is not null && message["author"]["id"].Text == bot);

    public static MessageDraft? Read(BodyReader message, bool edited, string? bot)
    {
        // Discord also updates a message to add previews; only a person's edit carries its time.
        var editedAt = message["edited_timestamp"].Text;
        if (message.First("content", "message") is not { } text || (edited && editedAt is null))
            return null;
        var author = message["author"].OrObject(message["member"]["user"]);
        var id = message["id"].Text;
        return new()
        {
            Text = text,
            SenderId = author.First("id", "username"),
            SenderDisplayName = author.First("global_name", "username"),
            ConversationId = message.First("channel_id", "thread_id"),
            ProviderMessageId = id,
            DedupeKey = edited && id is not null ? $"edit:{id}:{editedAt}" : null,
            IsDirect = (_, _) => message["guild_id"].Text is null,
            Mentioned = Mentions.InText(text) || (bot is not null && Names(message, text, bot)),
            ReceivedAt = PlatformTime.Raw(message[edited ? "edited_timestamp" : "timestamp"]),
            ReplyTo = message["message_reference"]["type"].Integer is null or 0 ? message["message_reference"]["message_id"].Text : null,
            IsEdit = edited,
            Attachments = Media.Of(message["attachments"].Items, file => Media.Of(
                null, file["content_type"].Text, file["size"].Integer, file["url"].Text, file["id"].Text, file["filename"].Text)),
        };
    }

    private static bool Names(BodyReader message, string text, string bot) =>
        message["mentions"].Items.Any(user => user["id"].Text == bot) || Mentions.Any(text, $"<@{bot}>", $"<@!{bot}>");
}

namespace Vespid.Channels;

/// <summary>A bridge's body for Tlon (specification 2.4).</summary>
internal static class TlonBody
{
    public static MessageDraft? Read(BodyReader body, string? bot)
    {
        var message = body["message"].OrObject(body);
        if (message.First("text", "message", "content", "body") is not { } text)
            return null;
        var id = message.First("id", "messageId");
        var channel = message.First("channel", "channelId", "conversationId", "threadId");
        var sender = message.First("ship", "author", "senderId", "from");
        return new()
        {
            Text = text,
            SenderId = sender,
            SenderDisplayName = message.First("senderDisplayName", "authorName"),
            ConversationId = channel,
            ProviderMessageId = id,
            // A message's id is its time on its author's ship, so it says nothing without the channel.
            DedupeKey = id is null ? null : $"{channel ?? sender}:{id}",
            IsDirect = (from, conversation) => conversation == from || conversation.StartsWith("dm:", StringComparison.Ordinal),
            Mentioned = (bot is not null && message["mentions"].Items.Any(mention => mention.Text == bot)) || Mentions.InText(text, bot),
            ReceivedAt = PlatformTime.Raw(message["time"]) ?? PlatformTime.Raw(message["createdAt"]) ?? PlatformTime.Raw(message["timestamp"])
                ?? PlatformTime.Raw(body["time"]) ?? PlatformTime.Raw(body["createdAt"]) ?? PlatformTime.Raw(body["timestamp"]),
        };
    }
}

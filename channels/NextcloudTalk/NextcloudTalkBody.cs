namespace Vespid.Channels;

/// <summary>A bridge's body for Nextcloud Talk (specification 2.4).</summary>
internal static class NextcloudTalkBody
{
    public static MessageDraft? Read(BodyReader body, string? bot)
    {
        var message = body["message"].OrObject(body);
        var room = body["conversation"];
        if (message.First("message", "text", "content", "body") is not { } text)
            return null;
        return new()
        {
            Text = text,
            SenderId = message.First("actorId", "senderId", "userId", "from"),
            SenderDisplayName = message.First("actorDisplayName", "senderDisplayName"),
            ConversationId = room.First("token", "id") ?? message.First("token", "conversationId"),
            ProviderMessageId = message.First("id", "messageId"),
            IsDirect = (_, _) => (room["type"].Text ?? message["conversationType"].Text) is "oneToOne" or "direct",
            Mentioned = (bot is not null && message["mentions"].Items.Any(mention => mention["id"].Text == bot || mention["userId"].Text == bot))
                || Mentions.InText(text, bot is null ? null : "@" + bot),
            ReceivedAt = PlatformTime.Auto(message["timestamp"]) ?? PlatformTime.Auto(body["timestamp"]),
        };
    }
}

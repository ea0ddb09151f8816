using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>The bridge protocol's message for web chat (specification 2.4).</summary>
internal static class WebchatBody
{
    public static MessageDraft? Read(BodyReader body, IngressRequest request)
    {
        var message = body["message"].OrObject(body);
        if (message.First("text", "content", "body", "message") is not { } text)
            return null;
        var author = message["author"];
        var room = message["room"];
        var bot = request.Query.GetValueOrDefault("botUserId");
        return new()
        {
            Text = text,
            SenderId = author.First("id", "userId") ?? message.First("senderId", "from"),
            SenderDisplayName = author.First("name", "displayName"),
            ConversationId = room.First("id", "roomId") ?? message.First("conversationId", "threadId"),
            ProviderMessageId = message.First("id", "messageId"),
            IsDirect = (_, conversation) => room["type"].Text == "direct" || conversation.StartsWith("dm:", StringComparison.Ordinal),
            Mentioned = IsMentioned(message, bot) || Mentions.InText(text, bot is null ? null : "@" + bot),
            ReceivedAt = PlatformTime.Raw(message["createdAt"]) ?? PlatformTime.Raw(message["timestamp"])
                ?? PlatformTime.Raw(body["createdAt"]) ?? PlatformTime.Raw(body["timestamp"]),
        };
    }

    private static bool IsMentioned(BodyReader message, string? bot) =>
        bot is not null && message["mentions"].Items.Any(mention => mention.First("id", "userId") == bot || mention["userId"].Text == bot);
}

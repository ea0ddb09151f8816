using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>The body that bridges send for any channel (specification 2.3).</summary>
internal static class GenericBody
{
    public static MessageDraft? Read(BodyReader body, IngressRequest request)
    {
        if (body.First("text", "message", "content", "body") is not { } text)
            return null;
        var group = body["isGroup"].Boolean ?? body["group"].Boolean;
        var direct = body["isDirectMessage"].Boolean;
        return new()
        {
            Text = text,
            SenderId = body.First("senderId", "from", "userId", "authorId"),
            SenderDisplayName = body.First("senderDisplayName", "senderName"),
            ConversationId = body.First("conversationId", "chatId", "threadId", "channelId"),
            ProviderMessageId = body.First("providerMessageId", "messageId", "id") ?? HeaderId(request),
            IsDirect = (sender, conversation) => direct ?? !(group ?? LooksLikeGroup(sender, conversation)),
            Mentioned = body["mentionMatched"].Boolean ?? Mentions.InText(text, "vespid bot"),
            ReceivedAt = PlatformTime.Raw(body["receivedAt"]) ?? PlatformTime.Raw(body["timestamp"]),
        };
    }

    private static bool LooksLikeGroup(string sender, string conversation) =>
        conversation != sender && !conversation.StartsWith("dm:", StringComparison.Ordinal);

    private static string? HeaderId(IngressRequest request) =>
        request.Headers.TryGetValue("x-message-id", out var id) && !string.IsNullOrWhiteSpace(id) ? id.Trim() : null;
}

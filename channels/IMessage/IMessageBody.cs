using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>The bridge protocol's message, which BlueBubbles' reduced body shares (specification 2.4).</summary>
internal static class IMessageBody
{
    private const int MaxUrl = 2048;

    public static MessageDraft? Read(BodyReader body, bool edited = false)
    {
        var attachments = body["attachments"].Items.Select(AttachmentOf).OfType<Attachment>().ToList();
        var text = body.First("text", "message", "body") ?? (attachments.Count > 0 ? attachments[0].Name ?? attachments[0].Kind : null);
        if (text is null)
            return null;
        var id = body.First("guid", "messageId", "id");
        var group = body["isGroup"].Boolean;
        return new()
        {
            Text = text,
            SenderId = body.First("handle", "sender", "address", "from"),
            SenderDisplayName = body.First("senderName", "displayName"),
            ConversationId = body.First("chatGuid", "conversationId", "threadId"),
            ProviderMessageId = id,
            DedupeKey = edited && id is not null ? $"edit:{id}:{body.First("editedAt", "date", "timestamp")}" : null,
            IsDirect = (_, conversation) => group is { } known ? !known : !conversation.StartsWith("chat", StringComparison.Ordinal),
            Mentioned = body["mentionMatched"].Boolean ?? Mentions.InText(text),
            ReceivedAt = PlatformTime.Raw(body["date"]) ?? PlatformTime.Raw(body["timestamp"]),
            ReplyTo = body["replyToGuid"].Text,
            IsEdit = edited,
            Attachments = attachments,
        };
    }

    private static Attachment? AttachmentOf(BodyReader item)
    {
        var (id, url) = (item.First("guid", "id"), item["url"].Text);
        if ((id is null && url is null) || id?.Length > Envelopes.MaxIdLength || url?.Length > MaxUrl)
            return null;
        var type = item["mimeType"].Text;
        var kind = type?.Split('/')[0] is "image" or "video" or "audio" ? type.Split('/')[0] : "file";
        return new(kind, type, item["size"].Integer is { } size and >= 0 ? size : null, url, id, item.First("name", "transferName"));
    }
}

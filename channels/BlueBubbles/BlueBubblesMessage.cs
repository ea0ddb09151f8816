using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>The message of a webhook. A chat's guid is service, kind and address: <c>iMessage;-;+15550010</c>, with a plus sign between for groups.</summary>
internal static class BlueBubblesMessage
{
    private const string GroupMark = ";+;";

    public static MessageDraft? Read(BodyReader data, bool edited, ChannelAccount account, IngressRequest request)
    {
        var attachments = data["attachments"].Items.Where(item => item["guid"].Text is { Length: <= Envelopes.MaxIdLength }).Select(AttachmentOf).ToList();
        // A picture stands in the text as U+FFFC.
        var text = data["text"].Text?.Replace("\uFFFC", string.Empty, StringComparison.Ordinal).Trim();
        if (string.IsNullOrEmpty(text))
            text = attachments.Count > 0 ? attachments[0].Name ?? attachments[0].Kind : null;
        if (text is null)
            return null;
        var guid = data["guid"].Text;
        return new()
        {
            Text = text,
            SenderId = data["handle"]["address"].Text,
            SenderDisplayName = data["handle"].First("displayName", "uncanonicalizedId"),
            ConversationId = data["chats"][0]["guid"].Text,
            ProviderMessageId = guid,
            DedupeKey = edited && guid is not null ? $"edit:{guid}:{data["dateEdited"].IntegerId}" : null,
            IsDirect = (_, conversation) => !conversation.Contains(GroupMark, StringComparison.Ordinal),
            Mentioned = Mentions.InText(text, account.Setting("botHandle"), request.Query.GetValueOrDefault("botHandle")),
            ReceivedAt = PlatformTime.Auto(data["dateCreated"]),
            ThreadId = null,
            ReplyTo = data.First("threadOriginatorGuid", "replyToGuid"),
            IsEdit = edited,
            Attachments = attachments,
        };
    }

    private static Attachment AttachmentOf(BodyReader item)
    {
        var type = item["mimeType"].Text;
        var kind = type?.Split('/')[0] is "image" or "video" or "audio" ? type.Split('/')[0] : "file";
        return new(kind, type, item["totalBytes"].Integer is { } size and >= 0 ? size : null, null, item["guid"].Text, item["transferName"].Text);
    }
}

using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>One event of a webhook. Source: developers.line.biz/en/reference/messaging-api/#webhook-event-objects.</summary>
internal static class LineEvent
{
    private const string Edited = "messageEdited";

    /// <summary>Said by the account itself.</summary>
    public static bool IsOwn(BodyReader fact, string? bot) => bot is not null && fact["source"]["userId"].Text == bot;

    /// <summary>Null for what says nothing, and for what another module of the channel answers (mode <c>standby</c>).</summary>
    public static MessageDraft? Read(BodyReader fact, string? bot)
    {
        var text = fact["type"].Text switch
        {
            null or "message" or Edited => fact["message"]["text"].Text,
            "postback" => fact["postback"]["data"].Text,
            _ => null,
        };
        if (text is null || fact["mode"].Text == "standby")
            return null;
        var (message, source, edited) = (fact["message"], fact["source"], fact["type"].Text == Edited);
        var delivery = fact["webhookEventId"].Text;
        var id = message["id"].Text ?? delivery;
        return new()
        {
            Text = text,
            SenderId = source.First("userId", "groupId", "roomId"),
            SenderDisplayName = fact["displayName"].Text,
            ConversationId = source.First("groupId", "roomId", "userId"),
            ProviderMessageId = id,
            DedupeKey = !edited ? null : delivery is not null ? "edit:" + delivery : $"edit:{id}:{fact["timestamp"].IntegerId}",
            IsDirect = (_, _) => source["type"].Text == "user",
            Mentioned = fact["type"].Text == "postback" || Mentions.InText(text, bot is null ? null : "@" + bot) || IsNamed(message["mention"], bot),
            ReceivedAt = PlatformTime.Auto(fact["timestamp"]),
            ReplyTo = message["quotedMessageId"].Text,
            IsEdit = edited,
            Attachments = AttachmentsOf(message),
        };
    }

    private static bool IsNamed(BodyReader mention, string? bot) => mention["mentionees"].Items.Any(
        named => named["isSelf"].Boolean == true || (bot is not null && named["userId"].Text == bot));

    // Files come without a text, and a text without files; what LINE may join some day is kept.
    private static IReadOnlyList<Attachment> AttachmentsOf(BodyReader message) =>
        message["type"].Text is "image" or "video" or "audio" or "file"
            && Media.Of(message["type"].Text, null, message["fileSize"].Integer, message["contentProvider"]["originalContentUrl"].Text, message["id"].Text, message["fileName"].Text)
                is { } attachment ? [attachment] : [];
}

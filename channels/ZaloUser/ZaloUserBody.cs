using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>What a bridge posts: <c>message</c>, <c>data</c> or the body itself, with <c>sender</c> and <c>conversation</c> in it or beside it.</summary>
internal static class ZaloUserBody
{
    public static Normalization Read(BodyReader body, IngressRequest request, ChannelAccount account, Envelopes envelopes)
    {
        var message = body["message"].OrObject(body["data"].OrObject(body));
        var sender = message["sender"].OrObject(body["sender"]);
        var chat = message["conversation"].OrObject(body["conversation"]);
        if (!body["message"].IsObject && !body["data"].IsObject && !sender.IsObject && !chat.IsObject)
            return envelopes.Seal(GenericBody.Read(body, request), request, body);
        if (message["isSelf"].Boolean == true || body["isSelf"].Boolean == true)
            return Normalization.Own;
        if ((message["isDeleted"].Boolean ?? body["isDeleted"].Boolean) == true)
            return Normalization.Unsupported;
        if (message.First("text", "content", "body", "message") is not { } text)
            return message["attachments"].IsArray ? Normalization.Unsupported : Normalization.NotUnderstood;

        var bot = account.Setting("botUserId") ?? request.Query.GetValueOrDefault("botUserId");
        var senderId = sender.First("id", "userId", "user_id") ?? message.First("senderId", "from");
        if (senderId is not null && senderId == bot)
            return Normalization.Own;
        return envelopes.Seal(Draft(body, message, sender, chat, text, senderId, bot), request, body);
    }

    private static MessageDraft Draft(BodyReader body, BodyReader message, BodyReader sender, BodyReader chat, string text, string? senderId, string? bot)
    {
        var conversation = chat.First("id", "conversationId", "threadId") ?? senderId;
        var id = message.First("id", "messageId", "msg_id");
        var edited = message["isEdit"].Boolean == true;
        return new()
        {
            Text = text,
            SenderId = senderId,
            SenderDisplayName = sender.First("name", "displayName"),
            ConversationId = conversation,
            ProviderMessageId = id,
            // A client numbers its messages itself.
            DedupeKey = id is null ? null : edited ? $"edit:{conversation}:{id}:{message["editId"].Text}" : $"{conversation}:{id}",
            IsDirect = (from, to) => chat["type"].Text == "direct" || from == to,
            Mentioned = message["mentions"].Items.Any(mention => bot is not null && mention.First("id", "user_id", "userId") == bot)
                || Mentions.InText(text, bot is null ? null : "@" + bot),
            ReceivedAt = PlatformTime.Auto(body["timestamp"]) ?? PlatformTime.Auto(message["timestamp"]),
            ThreadId = message["threadId"].Text,
            ReplyTo = message["replyToMessageId"].Text,
            IsEdit = edited,
            Attachments = Attachments(message),
        };
    }

    private static List<Attachment> Attachments(BodyReader message)
    {
        var found = new List<Attachment>();
        foreach (var item in message["attachments"].Items)
        {
            var type = item["mediaType"].Text;
            if (item["url"].Text is { } url)
                found.Add(new(item["kind"].Text ?? Media.KindOf(type), type, item["size"].Integer, url, null, item["name"].Text));
        }

        return found;
    }
}

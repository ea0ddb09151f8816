using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Events of Official Accounts and of the Bot Platform, the latter also inside <c>result</c>, as it is documented but not always sent.</summary>
internal static class ZaloBody
{
    private static readonly string[] OwnEvents = ["oa_send_", "user_received_", "user_seen_"];

    public static Normalization Read(BodyReader body, IngressRequest request, ChannelAccount account, Envelopes envelopes)
    {
        var root = body["result"].OrObject(body);
        var happened = root.First("event_name", "eventName");
        if (happened?.StartsWith("oa_send_", StringComparison.Ordinal) == true)
            return Normalization.Own;
        if (happened is not null && Array.Exists(OwnEvents, start => happened.StartsWith(start, StringComparison.Ordinal)))
            return Normalization.Unsupported;

        var message = root["message"].OrObject(root);
        var sender = root["sender"].OrObject(root["from"].OrObject(message["sender"].OrObject(message["from"])));
        var chat = root["conversation"].OrObject(root["chat"].OrObject(message["conversation"].OrObject(message["chat"])));
        if (happened is null && !root["message"].IsObject && !sender.IsObject && !chat.IsObject)
            return envelopes.Seal(GenericBody.Read(body, request), request, body);
        if (sender["is_bot"].Boolean == true)
            return Normalization.Own;
        if ((message.First("text", "caption", "message", "content", "body") ?? root.First("text", "message")) is not { } text)
            return happened is not null || message["attachments"].IsArray ? Normalization.Unsupported : Normalization.NotUnderstood;

        var bot = account.Setting("botUserId") ?? request.Query.GetValueOrDefault("botUserId");
        var senderId = IdOf(sender, "id", "user_id", "userId") ?? message.First("senderId", "from");
        if (senderId is not null && (senderId == bot || senderId == account.Setting("oaId")))
            return Normalization.Own;
        return envelopes.Seal(Draft(root, message, sender, chat, text, senderId, bot, happened), request, body);
    }

    private static MessageDraft Draft(
        BodyReader root, BodyReader message, BodyReader sender, BodyReader chat, string text, string? senderId, string? bot, string? happened)
    {
        var conversation = IdOf(chat, "id", "threadId", "conversationId") ?? senderId;
        var id = IdOf(message, "msg_id", "message_id", "id") ?? root["id"].Text;
        return new()
        {
            Text = text,
            SenderId = senderId,
            SenderDisplayName = sender.First("display_name", "name"),
            ConversationId = conversation,
            ProviderMessageId = id,
            // An Official Account's ids are its own; the Bot Platform promises that for a chat only.
            DedupeKey = id is not null && chat.IsObject ? $"{conversation}:{id}" : id,
            IsDirect = (_, _) => IsPrivate(chat, happened),
            Mentioned = message["mentions"].Items.Any(mention => bot is not null && mention.First("id", "user_id", "userId") == bot)
                || Mentions.InText(text, bot is null ? null : "@" + bot),
            ReceivedAt = PlatformTime.Auto(root["timestamp"]) ?? PlatformTime.Auto(message["timestamp"]) ?? PlatformTime.Auto(message["date"]),
            ReplyTo = message["quote_msg_id"].Text ?? IdOf(message["reply_to_message"], "message_id"),
            Attachments = ZaloAttachments.Read(message),
        };
    }

    private static bool IsPrivate(BodyReader chat, string? happened) =>
        chat.First("type", "chat_type") is { } type ? type.Equals("private", StringComparison.OrdinalIgnoreCase)
            : happened is not null && (happened.StartsWith("user_send_", StringComparison.Ordinal) || happened.StartsWith("anonymous_send_", StringComparison.Ordinal))
                && !happened.Contains("group", StringComparison.Ordinal);

    private static string? IdOf(BodyReader holder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if ((holder[name].Text ?? holder[name].IntegerId) is { } id)
                return id;
        }

        return null;
    }
}

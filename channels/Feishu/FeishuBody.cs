using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// Message events of both schemas. Sources: open.feishu.cn/document/server-docs/im-v1/message/events/receive and, for the older one,
/// open.feishu.cn/document/ukTMukTMukTM/uMTNxYjLzUTM24yM1EjN.
/// </summary>
internal static class FeishuBody
{
    private const string MessageEvent = "im.message.receive_v1";

    public static Normalization Read(BodyReader body, IngressRequest request, ChannelAccount account, Envelopes envelopes)
    {
        if (FeishuChallenge.Of(body) is not null)
            return Normalization.Unsupported;
        var happened = body["event"].OrObject(body);
        var kind = body["header"]["event_type"].Text;
        if (kind is not (null or MessageEvent))
            return Normalization.Unsupported;
        if (happened["sender"]["sender_type"].Text is "app" or "bot")
            return Normalization.Own;

        var message = happened["message"];
        var content = FeishuContent.Of(message);
        var text = content.Text ?? message.First("text", "body") ?? happened.First("text_without_at_bot", "text", "message");
        if (text is not null && (message.IsObject || body["event"].IsObject))
            return envelopes.Seal(Draft(body, happened, message, text, content, request, account), request, body);
        if (GenericBody.Read(body, request) is { } generic)
            return envelopes.Seal(generic, request, body);
        return kind is not null || message["message_id"].Text is not null || happened["type"].Text is not null ? Normalization.Unsupported : Normalization.NotUnderstood;
    }

    private static MessageDraft Draft(
        BodyReader body, BodyReader happened, BodyReader message, string text, FeishuContent content, IngressRequest request, ChannelAccount account)
    {
        var sender = happened["sender"]["sender_id"].First("open_id", "user_id", "union_id") ?? happened.First("open_id", "employee_id", "union_id");
        var bot = account.Setting("botOpenId") ?? request.Query.GetValueOrDefault("botOpenId");
        return new()
        {
            Text = FeishuMentions.Named(text, message["mentions"]),
            SenderId = sender,
            ConversationId = message["chat_id"].Text ?? happened["open_chat_id"].Text ?? sender,
            ProviderMessageId = message["message_id"].Text ?? happened["open_message_id"].Text ?? body["header"]["event_id"].Text ?? body["uuid"].Text,
            IsDirect = (_, _) => message["chat_type"].Text == "p2p" || happened["chat_type"].Text == "private",
            Mentioned = FeishuMentions.Name(message["mentions"], bot) || happened["is_mention"].Boolean == true || Mentions.InText(text, bot is null ? null : "@" + bot),
            ReceivedAt = PlatformTime.Auto(message["create_time"]) ?? PlatformTime.Auto(body["header"]["create_time"]) ?? PlatformTime.Auto(body["ts"]),
            ThreadId = message["thread_id"].Text,
            ReplyTo = message["parent_id"].Text ?? happened["parent_id"].Text,
            Attachments = content.Attachments,
        };
    }
}

using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>The event channel.chat.message. Source: dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelchatmessage.</summary>
internal static class TwitchChatMessage
{
    public static MessageDraft? Read(BodyReader fact, BodyReader body, IngressRequest request, string? bot, string? name)
    {
        var said = fact["message"];
        if ((said["text"].Text ?? fact.First("text", "message")) is not { } text)
            return null;
        return new()
        {
            Text = text,
            SenderId = fact.First("chatter_user_id", "senderId", "userId"),
            SenderDisplayName = fact.First("chatter_user_name", "senderDisplayName"),
            ConversationId = fact.First("broadcaster_user_id", "conversationId"),
            ProviderMessageId = fact.First("message_id", "id", "messageId") ?? request.Headers.GetValueOrDefault(TwitchSignature.IdHeader),
            IsDirect = (_, _) => false,
            Mentioned = Mentions.InText(text, At(bot), At(name)) || (bot is not null && IsNamed(said["fragments"], bot)),
            ReceivedAt = PlatformTime.Auto(body["timestamp"]) ?? PlatformTime.Raw(fact["sent_at"]),
            ReplyTo = fact["reply"]["parent_message_id"].Text,
        };
    }

    private static string? At(string? name) => string.IsNullOrEmpty(name) ? null : "@" + name;

    private static bool IsNamed(BodyReader fragments, string bot) =>
        fragments.Items.Any(fragment => fragment["mention"].First("user_id", "id") == bot);
}

using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Turns room events into messages, whoever brought them. Source: spec.matrix.org, Client-Server API, instant messaging.</summary>
internal sealed class MatrixEventReader(Envelopes envelopes)
{
    private const string RoomMessage = "m.room.message";

    /// <param name="message">The event.</param>
    /// <param name="around">What a bridge put around it; absent for events of a homeserver.</param>
    /// <param name="request">For the payload.</param>
    /// <param name="account">Whose user the bot is.</param>
    /// <param name="direct">Rooms that are direct chats.</param>
    public Normalization Read(BodyReader message, BodyReader around, IngressRequest request, ChannelAccount account, DirectRooms direct)
    {
        var bot = account.Setting("userId") ?? request.Query.GetValueOrDefault("botUserId");
        if (bot is not null && message["sender"].Text == bot)
            return Normalization.Own;
        // Encrypted ones end here too: the key is not ours.
        if (message["type"].Text is { } type && type is not (RoomMessage or "m.sticker" or "m.direct"))
            return Normalization.Unsupported;
        if (message["unsigned"]["redacted_because"].IsObject || message["content"]["msgtype"].Text == "m.notice")
            return Normalization.Unsupported;
        var draft = Draft(message, around, bot, direct) ?? (around.IsObject ? GenericBody.Read(around, request) : null);
        if (draft is null && (message["type"].Text is not null || message["event_id"].Text is not null) && message["content"].IsObject)
            return Normalization.Unsupported;
        return envelopes.Seal(draft, request, around.OrObject(message));
    }

    private static MessageDraft? Draft(BodyReader message, BodyReader around, string? bot, DirectRooms direct)
    {
        var content = message["content"];
        var relation = content["m.relates_to"];
        var edited = relation["rel_type"].Text == "m.replace" && content["m.new_content"].IsObject;
        var said = edited ? content["m.new_content"] : content;
        var text = said.First("body", "formatted_body", "text") ?? message.First("body", "text");
        if (text is null)
            return null;
        var reply = ReplyOf(relation);
        text = reply is null ? text : WithoutQuotation(text);
        var id = message.First("event_id", "id");
        return new()
        {
            Text = text,
            SenderId = message.First("sender", "user_id", "from"),
            SenderDisplayName = around["senderDisplayName"].Text,
            ConversationId = message.First("room_id", "conversationId"),
            ProviderMessageId = edited ? relation["event_id"].Text ?? id : id,
            DedupeKey = id,
            IsDirect = (_, room) => direct.Contains(room) || room.StartsWith("!dm:", StringComparison.Ordinal) || message["type"].Text == "m.direct",
            Mentioned = IsMentioned(said, text, bot) || IsMentioned(content, text, bot),
            ReceivedAt = PlatformTime.Auto(message["origin_server_ts"]) ?? PlatformTime.Auto(around["timestamp"]) ?? PlatformTime.Auto(message["timestamp"]),
            ThreadId = relation["rel_type"].Text == "m.thread" ? relation["event_id"].Text : null,
            ReplyTo = reply,
            IsEdit = edited,
            Attachments = MatrixMedia.Read(said, message["type"].Text),
        };
    }

    private static bool IsMentioned(BodyReader content, string text, string? bot) =>
        (bot is not null && content["m.mentions"]["user_ids"].Items.Any(user => user.Text == bot)) || Mentions.InText(text, bot);

    // Within a thread a reply to the latest message is only there for clients without threads.
    private static string? ReplyOf(BodyReader relation) =>
        relation["is_falling_back"].Boolean == true ? null : relation["m.in_reply_to"]["event_id"].Text;

    // Older clients put the answered message in front, each line after "> ".
    private static string WithoutQuotation(string text)
    {
        if (!text.StartsWith("> ", StringComparison.Ordinal))
            return text;
        var lines = text.Split('\n');
        var rest = string.Join('\n', lines.SkipWhile(line => line.StartsWith('>'))).Trim();
        return rest.Length == 0 ? text : rest;
    }
}

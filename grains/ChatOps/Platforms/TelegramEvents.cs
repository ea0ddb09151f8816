using System.Collections.Immutable;
using System.Globalization;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Telegram's updates as events of a room. Source: core.telegram.org/bots/api#update.</summary>
internal static class TelegramEvents
{
    private static readonly (string Kind, bool IsEdit, bool IsPost)[] Kinds =
        [("message", false, false), ("edited_message", true, false), ("channel_post", false, true), ("edited_channel_post", true, true)];

    private static readonly (string Field, string Kind, string Extension, string ContentType)[] Files =
    [
        ("animation", "animation", "mp4", "video/mp4"),
        ("video", "video", "mp4", "video/mp4"),
        ("video_note", "video", "mp4", "video/mp4"),
        ("audio", "audio", "mp3", "audio/mpeg"),
        ("voice", "voice", "ogg", "audio/ogg"),
        ("document", "document", "bin", "application/octet-stream"),
        ("sticker", "sticker", "webp", "image/webp"),
    ];

    /// <summary>Null for what is no message of a chat.</summary>
    public static ChatEvent? Read(BodyReader update, string instanceId, string? botId, string? botName)
    {
        foreach (var (kind, isEdit, isPost) in Kinds)
        {
            if (update[kind] is { IsObject: true } message)
                return Read(message, update["update_id"].IntegerId, isEdit, isPost, instanceId, botId, botName);
        }

        return null;
    }

    /// <summary>Title of the chat of an update.</summary>
    public static string? TitleOf(BodyReader update) =>
        Kinds.Select(kind => update[kind.Kind]["chat"]).FirstOrDefault(chat => chat.IsObject) is { IsObject: true } chat ? chat.First("title", "username", "first_name") : null;

    private static ChatEvent? Read(BodyReader message, string? updateId, bool isEdit, bool isPost, string instanceId, string? botId, string? botName)
    {
        if (message["chat"]["id"].IntegerId is not { } chat || message["message_id"].IntegerId is not { } id)
            return null;
        var basic = new ChatEvent
        {
            Kind = isEdit ? ChatEventKind.Edit : ChatEventKind.Message,
            Channel = "telegram",
            InstanceId = instanceId,
            ExternalRoomId = chat,
            TopicId = TopicOf(message),
            ExternalMessageId = id,
            At = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(message[isEdit ? "edit_date" : "date"].Integer ?? 0, 0, 253_402_300_799)),
            IsDirect = message["chat"]["type"].Text == "private",
        };
        if (message["migrate_to_chat_id"].IntegerId is { } grown)
            return basic with { Kind = ChatEventKind.Migrated, MigratedTo = grown };
        var field = message["text"].Text is not null ? "text" : "caption";
        var raw = WrittenIn(message, field);
        var entities = EntitiesOf(message, field);
        var text = raw.Length > 0 ? TelegramMarkup.Read(raw, entities) : RichText.Plain(Described(message));
        return basic with
        {
            Author = AuthorOf(message, isPost),
            Text = text,
            Attachments = AttachmentsOf(message),
            ReplyToExternalId = ReplyOf(message),
            ReplyExcerpt = ExcerptOf(message["reply_to_message"]),
            ReplyAuthor = message["reply_to_message"]["from"].First("username", "first_name"),
            ForwardedFrom = ForwardOf(message["forward_origin"]),
            AddressesBot = entities.Any(entity => Names(raw, entity, botId, botName)),
            EditMark = isEdit ? EditMarks.OfTelegram(basic.At, updateId) : null,
            GroupId = message["media_group_id"].Text,
        };
    }

    private static ChatAuthor AuthorOf(BodyReader message, bool isPost)
    {
        var from = message["from"];
        if (message["sender_chat"] is { IsObject: true } speaker)
        {
            var isSelf = speaker["id"].IntegerId == message["chat"]["id"].IntegerId;
            return new ChatAuthor(
                speaker["id"].IntegerId ?? "", isSelf && !isPost ? ChatAuthorKind.AnonymousAdmin : ChatAuthorKind.Channel, speaker["username"].Text, speaker["title"].Text);
        }

        if (isPost)
            return new ChatAuthor(message["chat"]["id"].IntegerId ?? "", ChatAuthorKind.Channel, message["chat"]["username"].Text, message["chat"]["title"].Text);
        var names = string.Join(' ', new[] { from["first_name"].Text, from["last_name"].Text }.OfType<string>());
        return new ChatAuthor(
            from["id"].IntegerId ?? "", from["is_bot"].Boolean == true ? ChatAuthorKind.Bot : ChatAuthorKind.User, from["username"].Text,
            names.Length > 0 ? names : null, null, from["first_name"].Text);
    }

    /// <summary>Replies in a group without topics carry a thread id too; only of a topic it is one.</summary>
    private static string? TopicOf(BodyReader message) => message["is_topic_message"].Boolean == true ? message["message_thread_id"].IntegerId : null;

    // The first message of a topic stands as what every other one answers.
    private static string? ReplyOf(BodyReader message)
    {
        var id = message["reply_to_message"]["message_id"].IntegerId;
        return id is not null && id == message["message_thread_id"].IntegerId && TopicOf(message) is not null ? null : id;
    }

    private static string? ForwardOf(BodyReader origin) => origin["type"].Text switch
    {
        "user" => origin["sender_user"].First("username", "first_name") ?? "unknown",
        "hidden_user" => origin["sender_user_name"].Text ?? "unknown",
        "chat" => origin["sender_chat"].First("title", "username") ?? "unknown",
        "channel" => origin["chat"].First("title", "username") ?? "unknown",
        _ => null,
    };

    /// <summary>What is no text and no file, in words.</summary>
    private static string Described(BodyReader message)
    {
        if (message["location"] is { IsObject: true } place && place["latitude"].Number is { } latitude && place["longitude"].Number is { } longitude)
            return string.Create(CultureInfo.InvariantCulture, $"Location: https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}");
        if (message["poll"] is { IsObject: true } poll)
            return "Poll: " + poll["question"].Text + string.Concat(poll["options"].Items.Select(option => "\n- " + option["text"].Text));
        return message["sticker"]["emoji"].Text ?? "";
    }

    private static ImmutableArray<ChatAttachment> AttachmentsOf(BodyReader message)
    {
        var found = ImmutableArray.CreateBuilder<ChatAttachment>();
        // Sizes of one picture, the largest last.
        if (message["photo"].Items.LastOrDefault() is { IsObject: true } photo && photo["file_id"].Text is { } picture)
            found.Add(new ChatAttachment("photo", picture, "photo.jpg", "image/jpeg", photo["file_size"].Integer, null));
        foreach (var (field, kind, extension, contentType) in Files)
        {
            // An animation stands in the message a second time, as a document; a moving sticker is no picture.
            if (message[field] is not { IsObject: true } file || file["file_id"].Text is not { } id || (field == "document" && message["animation"].IsObject)
                || file["is_animated"].Boolean == true)
                continue;
            found.Add(new ChatAttachment(kind, id, file["file_name"].Text ?? $"{kind}.{extension}", file["mime_type"].Text ?? contentType, file["file_size"].Integer, null));
        }

        return found.ToImmutable();
    }

    /// <summary>In short; what is hidden there stays hidden.</summary>
    private static string? ExcerptOf(BodyReader answered)
    {
        var field = answered["text"].Text is not null ? "text" : "caption";
        return WrittenIn(answered, field) is { Length: > 0 } text ? Quote.Of(TelegramMarkup.Read(text, EntitiesOf(answered, field))) : null;
    }

    /// <summary>Every character of it: entities count them.</summary>
    private static string WrittenIn(BodyReader message, string field) =>
        message[field].Element.ValueKind == System.Text.Json.JsonValueKind.String ? message[field].Element.GetString()! : "";

    private static List<TelegramEntity> EntitiesOf(BodyReader message, string field) =>
        [.. message[field == "text" ? "entities" : "caption_entities"].Items.Select(EntityOf).OfType<TelegramEntity>()];

    private static TelegramEntity? EntityOf(BodyReader entity) =>
        entity["type"].Text is { } type && entity["offset"].Integer is >= 0 and <= int.MaxValue and var offset && entity["length"].Integer is > 0 and <= int.MaxValue and var length
            ? new TelegramEntity(type, (int)offset, (int)length, entity["url"].Text, entity["language"].Text, entity["user"]["id"].IntegerId)
            : null;

    private static bool Names(string text, TelegramEntity entity, string? botId, string? botName)
    {
        if (entity.Type == "text_mention")
            return botId is not null && entity.UserId == botId;
        if (botName is null || entity.Offset > text.Length || entity.Length > text.Length - entity.Offset)
            return false;
        var named = text.AsSpan(entity.Offset, entity.Length);
        return entity.Type switch
        {
            "mention" => named.Equals("@" + botName, StringComparison.OrdinalIgnoreCase),
            "bot_command" => named.EndsWith("@" + botName, StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
    }
}

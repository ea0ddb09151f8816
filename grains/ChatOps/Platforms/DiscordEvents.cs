using System.Collections.Immutable;
using System.Globalization;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Discord's dispatches as events of a room. Source: docs.discord.com/developers/events/gateway-events.</summary>
internal static class DiscordEvents
{
    private const int Forward = 1;

    /// <summary>Null for what is no message of a channel.</summary>
    public static ChatEvent? Read(string dispatch, BodyReader data, string instanceId, string? botId, DiscordNames names) => dispatch switch
    {
        DiscordDispatch.MessageCreate => Message(data, ChatEventKind.Message, instanceId, botId, names),
        // Discord also updates a message to add previews; only a person's edit carries its time.
        DiscordDispatch.MessageUpdate when data["edited_timestamp"].Text is not null => Message(data, ChatEventKind.Edit, instanceId, botId, names),
        DiscordDispatch.MessageDelete when data["id"].Text is { } id => Deleted(data, [id], instanceId, names),
        DiscordDispatch.MessageDeleteBulk => Deleted(data, [.. data["ids"].Items.Select(id => id.Text).OfType<string>()], instanceId, names),
        _ => null,
    };

    private static ChatEvent? Deleted(BodyReader data, ImmutableArray<string> ids, string instanceId, DiscordNames names)
    {
        if (data["channel_id"].Text is not { } channel || ids.IsEmpty)
            return null;
        var (room, thread) = PlaceOf(channel, names);
        return new ChatEvent
        {
            Kind = ChatEventKind.Delete,
            Channel = "discord",
            InstanceId = instanceId,
            ExternalRoomId = room,
            TopicId = thread,
            ExternalMessageId = ids[0],
            DeletedIds = ids,
        };
    }

    private static ChatEvent? Message(BodyReader data, ChatEventKind kind, string instanceId, string? botId, DiscordNames names)
    {
        // Default and reply; the rest are notices of the platform and answers to interactions.
        if (data["type"].Integer is not (null or 0 or 19) || data["channel_id"].Text is not { } channel || data["id"].Text is not { } id)
            return null;
        foreach (var user in data["mentions"].Items.Append(data["author"]))
        {
            if (user["id"].Text is { } known && (user["member"]["nick"].Text ?? user.First("global_name", "username")) is { } name)
                names.LearnUser(known, name);
        }

        var (room, thread) = PlaceOf(channel, names);
        var forwarded = data["message_reference"]["type"].Integer == Forward;
        var said = forwarded ? data["message_snapshots"][0]["message"] : data;
        var content = said["content"].Element.ValueKind == System.Text.Json.JsonValueKind.String ? said["content"].Element.GetString()! : "";
        return new ChatEvent
        {
            Kind = kind,
            Channel = "discord",
            InstanceId = instanceId,
            ExternalRoomId = room,
            TopicId = thread,
            ExternalMessageId = id,
            Author = AuthorOf(data),
            Text = DiscordMarkup.Read(content, names),
            Attachments = [.. said["attachments"].Items.Select(AttachmentOf).OfType<ChatAttachment>(), .. said["sticker_items"].Items.Select(StickerOf).OfType<ChatAttachment>()],
            ReplyToExternalId = forwarded ? null : data["message_reference"]["message_id"].Text,
            ReplyExcerpt = data["referenced_message"]["content"].Text is { } answered ? Quote.Of(DiscordMarkup.Read(answered, names)) : null,
            ReplyAuthor = data["referenced_message"]["author"].First("global_name", "username"),
            ForwardedFrom = forwarded ? "another channel" : null,
            At = TimeOf(data[kind == ChatEventKind.Edit ? "edited_timestamp" : "timestamp"]),
            AddressesBot = botId is not null && data["mentions"].Items.Any(user => user["id"].Text == botId),
            EditMark = kind == ChatEventKind.Edit ? data["edited_timestamp"].Text : null,
            IsDirect = data["guild_id"].Text is null && data["member"].IsObject is false && data["webhook_id"].Text is null,
        };
    }

    private static ChatAuthor AuthorOf(BodyReader data)
    {
        var author = data["author"];
        var webhook = data["webhook_id"].Text;
        var kind = webhook is not null ? ChatAuthorKind.Webhook : author["bot"].Boolean == true ? ChatAuthorKind.Bot : ChatAuthorKind.User;
        var id = author["id"].Text ?? webhook ?? "";
        var avatar = author["avatar"].Text is { } hash ? $"https://cdn.discordapp.com/avatars/{id}/{hash}.png" : null;
        return new ChatAuthor(
            id, kind, author["username"].Text, author["global_name"].Text, data["member"]["nick"].Text, null, avatar,
            [.. data["member"]["roles"].Items.Select(role => role.Text).OfType<string>()], webhook);
    }

    private static (string Room, string? Thread) PlaceOf(string channel, DiscordNames names) => names.ParentOf(channel) is { } parent ? (parent, channel) : (channel, null);

    private static ChatAttachment? AttachmentOf(BodyReader file)
    {
        if (file["url"].Text is not { } url)
            return null;
        var type = file["content_type"].Text ?? "application/octet-stream";
        // A voice message has a wave form; other sounds are files with a name.
        var kind = type.Split('/')[0] switch
        {
            "image" => type == "image/gif" ? "animation" : "photo",
            "video" => "video",
            "audio" => file["waveform"].Text is not null ? "voice" : "audio",
            _ => "document",
        };
        return new ChatAttachment(kind, url, file["filename"].Text, type, file["size"].Integer, url);
    }

    private static ChatAttachment? StickerOf(BodyReader sticker)
    {
        // 1 and 2 are pictures that move or not; 3 is a drawing program, 4 a film.
        if (sticker["id"].Text is not { } id || sticker["format_type"].Integer is not (1 or 2))
            return null;
        var url = $"https://media.discordapp.net/stickers/{id}.png";
        return new ChatAttachment("photo", url, "sticker.png", "image/png", null, url);
    }

    private static DateTimeOffset TimeOf(BodyReader text) =>
        DateTimeOffset.TryParse(text.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : DateTimeOffset.UnixEpoch;
}

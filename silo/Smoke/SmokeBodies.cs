using System.Text.Json.Nodes;

namespace Vespid.Silo.Smoke;

/// <summary>
/// One message a channel that every account should accept, in the platform's own shape cut down to what is read of it. The same shapes as the
/// public original's smoke matrix uses (specification 11.3).
/// </summary>
internal static class SmokeBodies
{
    public const string Text = "deploy now";

    private const long Second = 1_710_000_000;

    /// <summary>A message with this id and text; where the platform needs a mention, the text carries one.</summary>
    public static string Happy(string channelId, string id, string text = Text) => Body(channelId, id, text).ToJsonString();

    private static JsonObject Body(string channelId, string id, string text) => channelId switch
    {
        "whatsapp" => O(("entry", A(O(("changes", A(O(("value", O(("messages", A(
            O(("from", "sender-whatsapp"), ("id", id), ("timestamp", $"{Second}"), ("type", "text"), ("text", O(("body", text))))))))))))))),
        "telegram" => O(("update_id", Number(id)), ("message", O(
            ("message_id", Number(id)), ("date", Second), ("chat", O(("id", 5001), ("type", "private"))),
            ("from", O(("id", 5001), ("is_bot", false), ("first_name", "Smoke"))), ("text", text)))),
        "discord" => O(("id", id), ("guild_id", "guild-1"), ("channel_id", "discord-chan-1"), ("content", text), ("author", O(("id", "sender-discord")))),
        "irc" => O(("nick", "sender-irc"), ("target", "#ops"), ("message", text), ("messageId", id), ("timestamp", Second * 1000)),
        "slack" => O(("event", O(
            ("type", "message"), ("channel", "D12345"), ("user", "sender-slack"), ("text", text), ("client_msg_id", id), ("event_ts", $"{Second}.{Number(id) % 10_000:D4}")))),
        "googlechat" => O(("message", O(
            ("name", $"spaces/AAA/messages/{id}"), ("text", text), ("sender", O(("name", "sender-googlechat"))),
            ("space", O(("name", "spaces/AAA"), ("type", "DIRECT_MESSAGE")))))),
        "signal" => O(("envelope", O(
            ("source", "sender-signal"), ("timestamp", (Second * 1000) + (Number(id) % 1_000_000)), ("dataMessage", O(("message", text)))))),
        "imessage" => O(("text", text), ("handle", "sender-imessage"), ("guid", id), ("isGroup", false)),
        "feishu" => O(("schema", "2.0"), ("event", O(
            ("sender", O(("sender_id", O(("open_id", "ou_sender_1"))))),
            ("message", O(("message_id", id), ("chat_id", "oc_feishu_chat_1"), ("chat_type", "p2p"), ("content", O(("text", text)).ToJsonString())))))),
        "mattermost" => O(("event", "posted"), ("data", O(
            ("channel_type", "D"), ("post", O(("id", id), ("user_id", "mm-user-1"), ("channel_id", "D123"), ("message", text)).ToJsonString())))),
        "bluebubbles" => O(("message", O(("guid", id), ("text", text), ("handle", "+15550010"), ("chatGuid", "chat123"), ("isGroup", false)))),
        "msteams" => O(
            ("type", "message"), ("id", id), ("text", $"<at>bot-1</at> {text}"), ("from", O(("id", "29:user-1"))), ("recipient", O(("id", "bot-1"))),
            ("conversation", O(("id", "conv-1"), ("conversationType", "channel"))), ("entities", A(O(("type", "mention"), ("mentioned", O(("id", "bot-1"))))))),
        "line" => O(("events", A(O(
            ("type", "message"), ("timestamp", Second * 1000), ("source", O(("type", "user"), ("userId", "U123"))),
            ("message", O(("type", "text"), ("id", id), ("text", text))))))),
        "nextcloud-talk" => O(
            ("message", O(("id", id), ("message", text), ("actorId", "nc-user-1"))), ("conversation", O(("token", "nc-chat-1"), ("type", "oneToOne")))),
        "matrix" => O(("event", O(
            ("event_id", $"${id}"), ("room_id", "!room:example.org"), ("sender", "@alice:example.org"), ("content", O(("body", $"@vespid {text}")))))),
        "nostr" => O(("event", O(
            ("id", id), ("pubkey", "nostr-user-1"), ("kind", 1), ("created_at", Second), ("content", text), ("tags", A(new JsonArray("e", "thread-1")))))),
        "tlon" => O(("message", O(("id", id), ("text", text), ("ship", "~zod"), ("channel", "group:ops"), ("mentions", new JsonArray("~bot"))))),
        "twitch" => O(("event", O(
            ("message_id", id), ("chatter_user_id", "chatter-1"), ("broadcaster_user_id", "broadcaster-1"), ("message", O(("text", $"{text} @vespid")))))),
        "zalo" => O(("event_name", "user_send_text"), ("sender", O(("id", "zalo-user-1"))), ("message", O(("msg_id", id), ("text", text)))),
        "zalouser" => O(("message", O(
            ("id", id), ("text", text), ("sender", O(("id", "zu-user-1"))), ("conversation", O(("id", "zu-conv-1"), ("type", "group")))))),
        "webchat" => O(("message", O(
            ("id", id), ("text", text), ("author", O(("id", "wc-user-1"))), ("room", O(("id", "dm:wc-user-1"), ("type", "direct")))))),
        _ => throw new ArgumentOutOfRangeException(nameof(channelId), channelId, "There is no such channel."),
    };

    private static JsonObject O(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var made = new JsonObject();
        foreach (var (name, value) in members)
            made.Add(name, value);
        return made;
    }

    private static JsonArray A(params JsonNode?[] items) => new(items);

    /// <summary>A positive number that is the same for the same id.</summary>
    private static int Number(string id)
    {
        var number = 17;
        foreach (var symbol in id)
            number = unchecked((number * 31) + symbol);
        return number & int.MaxValue;
    }
}

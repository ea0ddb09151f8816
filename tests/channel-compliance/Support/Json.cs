using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Vespid.Tests.Channels;

/// <summary>JSON texts as a hostile caller would make them: the field names that readers look for, with anything behind them.</summary>
internal static class Json
{
    private static readonly string[] Names =
    [
        "text", "message", "content", "body", "senderId", "from", "conversationId", "chatId", "messageId", "id", "isGroup", "isDirectMessage",
        "update_id", "edited_message", "channel_post", "callback_query", "data", "chat", "type", "date", "message_id", "is_bot", "username", "entities",
        "offset", "length", "user", "caption", "photo", "file_id", "sender_chat", "reply_to_message", "message_thread_id", "is_topic_message", "author",
        "event", "channel", "ts", "thread_ts", "edited", "files", "authorizations", "actions", "trigger_id", "container", "payload", "command",
        "challenge", "d", "t", "op", "channel_id", "guild_id", "application_id", "options", "value", "attachments", "post", "post_id", "broadcast",
        "user_id", "root_id", "events", "source", "userId", "groupId", "mention", "mentionees", "postback", "destination", "subscription",
        "chatter_user_id", "broadcaster_user_id", "fragments", "reply",
        "sender", "room_id", "event_id", "msgtype", "m.relates_to", "m.new_content", "m.mentions", "rel_type", "unsigned", "envelope", "dataMessage", "editMessage",
        "groupInfo", "quote", "timestamp", "guid", "handle", "chats", "isFromMe", "actor", "object", "target", "parameters", "inReplyTo", "pubkey", "kind",
        "tags", "sig", "created_at", "nick", "account", "whom", "nest", "response", "add", "memo", "inline", "block", "bold", "ship", "link", "r-post", "set", "essay",
        "room", "mentions", "createdAt", "receivedAt", "token", "\\u0000", "\\ud800", "",
    ];

    private static readonly string[] Leaves =
    [
        "null", "true", "false", "0", "-1", "1", "5001", "9223372036854775807", "9223372036854775808", "-1e400", "1e400", "1e-400", "1.5", "200.0", "1e19",
        "253402300800", "99999999999999999999999999999999999999999999999999", "\"\"", "\"hi\"", "\"@bot\"", "\"private\"", "\"mention\"", "\"\\u0000\"",
        "\"\\ud83d\"", "\"\\ude00x\"", "\"\\ud83d\\ude00\"", "\"dm:x\"", "\"0001-01-01\"", "\"9999-12-31T23:59:59-14:00\"", "{}", "[]",
    ];

    public static readonly Arbitrary<string> Objects = Arb.From(Gen.Sized(size => Object(Math.Min(size, 40))));

    public static readonly Arbitrary<byte[]> Bytes = ArbMap.Default.ArbFor<byte[]>();

    public static string Nested(int depth, string inner) =>
        new StringBuilder().Insert(0, "{\"message\":", depth).Append(inner).Append('}', depth).ToString();

    /// <summary>Whether the database's JSON type takes it: no U+0000, no lone surrogate, moderate numbers and depth.</summary>
    public static bool IsStorable(string json)
    {
        var root = JsonElement.Parse(json);
        return IsStorableText(json) && Texts(root).All(IsStorableText) && Numbers(root).All(double.IsFinite);
    }

    /// <summary>No U+0000 and no half of a surrogate pair.</summary>
    public static bool IsStorableText(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (rest[0] == '\0' || Rune.DecodeFromUtf16(rest, out _, out var consumed) != OperationStatus.Done)
                return false;
            rest = rest[consumed..];
        }

        return true;
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Texts(property.Value).Prepend(property.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    private static IEnumerable<double> Numbers(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Numbers(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Numbers),
        JsonValueKind.Number => [element.GetDouble()],
        _ => [],
    };

    private static Gen<string> Object(int size)
    {
        var member = Gen.Elements(Names).SelectMany(name => Value(size / 2).Select(value => $"\"{name}\":{value}"));
        return member.ListOf().Resize(Math.Min(size, 8)).Select(members => "{" + string.Join(',', members) + "}");
    }

    private static Gen<string> Value(int size)
    {
        var leaf = Gen.Elements(Leaves);
        if (size < 2)
            return leaf;
        var array = Value(size / 2).ListOf().Resize(Math.Min(size, 4)).Select(items => "[" + string.Join(',', items) + "]");
        return Gen.Frequency((4, leaf), (4, Object(size)), (1, array));
    }
}

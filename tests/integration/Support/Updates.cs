using System.Text.Json.Nodes;

namespace Vespid.Tests.Integration.Support;

/// <summary>Updates as Telegram posts them.</summary>
internal static class Updates
{
    private static long _lastUpdate = 700_000;

    public static JsonObject Private(long chat, long messageId, string text) => Of("message", Message(chat, "private", messageId, text));

    public static JsonObject Of(string kind, JsonObject content) => new() { ["update_id"] = Interlocked.Increment(ref _lastUpdate), [kind] = content };

    public static JsonObject Message(long chat, string chatType, long messageId, string? text)
    {
        var message = new JsonObject
        {
            ["message_id"] = messageId,
            ["from"] = User(chat < 0 ? 4_711 : chat),
            ["chat"] = new JsonObject { ["id"] = chat, ["type"] = chatType, ["first_name"] = "Ada" },
            ["date"] = 1_760_000_000,
        };
        if (text is not null)
            message["text"] = text;
        return message;
    }

    public static JsonObject User(long id, bool isBot = false) => new() { ["id"] = id, ["is_bot"] = isBot, ["first_name"] = "Ada", ["language_code"] = "en" };
}

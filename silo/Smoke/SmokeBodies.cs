using System.Text.Json.Nodes;

namespace Vespid.Silo.Smoke;

/// <summary>One message a channel that every account should accept: in the platform's own shape where the channel reads it natively, else the generic body.</summary>
internal static class SmokeBodies
{
    public const string Text = "deploy now";

    public static string Happy(string channelId, string messageId) => channelId switch
    {
        "telegram" => Telegram(messageId).ToJsonString(),
        "webchat" => Webchat(messageId).ToJsonString(),
        _ => Generic(channelId, messageId).ToJsonString(),
    };

    private static JsonObject Telegram(string messageId) => new()
    {
        ["update_id"] = StableNumber(messageId),
        ["message"] = new JsonObject
        {
            ["message_id"] = StableNumber(messageId),
            ["date"] = 1_710_000_020,
            ["chat"] = new JsonObject { ["id"] = 5001, ["type"] = "private" },
            ["from"] = new JsonObject { ["id"] = 5001, ["is_bot"] = false, ["first_name"] = "Smoke" },
            ["text"] = Text,
        },
    };

    private static JsonObject Webchat(string messageId) => new()
    {
        ["message"] = new JsonObject
        {
            ["id"] = messageId,
            ["text"] = Text,
            ["author"] = new JsonObject { ["id"] = "wc-user-1" },
            ["room"] = new JsonObject { ["id"] = "dm:wc-user-1", ["type"] = "direct" },
        },
    };

    private static JsonObject Generic(string channelId, string messageId) => new()
    {
        ["senderId"] = $"sender-{channelId}",
        ["conversationId"] = $"dm:sender-{channelId}",
        ["text"] = Text,
        ["messageId"] = messageId,
        ["isDirectMessage"] = true,
    };

    /// <summary>A positive number that is the same for the same id.</summary>
    private static int StableNumber(string id)
    {
        var number = 17;
        foreach (var symbol in id)
            number = unchecked((number * 31) + symbol);
        return number & int.MaxValue;
    }
}

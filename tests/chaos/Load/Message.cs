using System.Globalization;
using System.Text.Json.Nodes;
using Vespid.Tests.Chaos.World;

namespace Vespid.Tests.Chaos.Load;

/// <summary>A message as its vendor sends it, the same each time.</summary>
/// <param name="Number">Counted in its conversation, the first being 1.</param>
/// <param name="UpdateId">Telegram's number of the update; others have none.</param>
internal sealed record Message(Conversation Conversation, int Number, long UpdateId)
{
    /// <summary>Unique in a run.</summary>
    public string Text { get; } = string.Create(CultureInfo.InvariantCulture, $"{Conversation.Name}-{Number}{(Number % 2 == 0 ? " even" : "")}");

    public string Path => Conversation.Channel == "telegram" ? $"/ingress/channels/telegram/{Operator.TelegramKey}" : $"/ingress/channels/zalouser/{Operator.BridgeKey}";

    public string Body() => (Conversation.Channel == "telegram" ? Update() : Bridged()).ToJsonString();

    private JsonObject Update()
    {
        var chat = long.Parse(Conversation.Id, CultureInfo.InvariantCulture);
        return new()
        {
            ["update_id"] = UpdateId,
            ["message"] = new JsonObject
            {
                ["message_id"] = Number,
                ["date"] = 1_760_000_000 + Number,
                ["chat"] = new JsonObject { ["id"] = chat, ["type"] = "private" },
                ["from"] = new JsonObject { ["id"] = chat, ["is_bot"] = false, ["first_name"] = "Ada" },
                ["text"] = Text,
            },
        };
    }

    private JsonObject Bridged() => new()
    {
        ["senderId"] = Conversation.Name,
        ["conversationId"] = Conversation.Id,
        ["text"] = Text,
        ["messageId"] = $"{Conversation.Name}:{Number}",
        ["isDirectMessage"] = true,
    };
}

using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Telegram;

public sealed class TelegramCompliance : ChannelCompliance
{
    protected override string ChannelId => "telegram";

    protected override string SecretName => "webhookSecretToken";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "telegram_secret_token_invalid";

    protected override string TextField => "text";

    protected override Sample SampleOf(string text) => new(
        new JsonObject
        {
            ["update_id"] = 10000,
            ["message"] = new JsonObject
            {
                ["message_id"] = 200,
                ["date"] = 1710000020,
                ["text"] = text,
                ["chat"] = new JsonObject { ["id"] = 5001, ["type"] = "private" },
                ["from"] = new JsonObject { ["id"] = 5001, ["is_bot"] = false, ["username"] = "ada" },
            },
        },
        "5001",
        "5001",
        "200",
        InboundEvents.DirectMessage);

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-telegram-bot-api-secret-token", secret);

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        new() { ["message"] = new JsonObject { ["message_id"] = id, ["text"] = "hi", ["chat"] = new JsonObject { ["id"] = 1, ["type"] = "private" } } },
        new() { ["message"] = new JsonObject { ["message_id"] = 7, ["text"] = "hi", ["chat_id"] = id } },
        new() { ["message"] = new JsonObject { ["message_id"] = 7, ["text"] = "hi", ["from"] = new JsonObject { ["username"] = id } } },
        new() { ["text"] = "hi", ["senderId"] = "u", ["messageId"] = id },
    ];
}

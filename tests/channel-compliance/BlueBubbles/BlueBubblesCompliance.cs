using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.BlueBubbles;

public class BlueBubblesCompliance : ChannelCompliance
{
    protected override string ChannelId => "bluebubbles";

    protected override string SecretName => "webhookSecret";

    protected override string MissingReason => "bluebubbles_signature_missing";

    protected override string InvalidReason => "bluebubbles_signature_invalid";

    protected override string TextField => "text";

    protected override Sample SampleOf(string text) => new(
        new JsonObject
        {
            ["type"] = "new-message",
            ["data"] = new JsonObject
            {
                ["guid"] = "4E3F-1", ["text"] = text, ["isFromMe"] = false, ["dateCreated"] = 1710000000123,
                ["handle"] = new JsonObject { ["address"] = "+15550010" },
                ["chats"] = new JsonArray(new JsonObject { ["guid"] = "iMessage;-;+15550010" }),
                ["attachments"] = new JsonArray(),
            },
        },
        "+15550010",
        "iMessage;-;+15550010",
        "4E3F-1",
        InboundEvents.DirectMessage);

    protected override IngressRequest Sign(IngressRequest request, string secret) =>
        request.WithHeader("x-bluebubbles-signature", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), request.Body)));

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        new() { ["type"] = "new-message", ["data"] = new JsonObject { ["guid"] = id, ["text"] = "hi" } },
        new() { ["message"] = new JsonObject { ["text"] = "hi", ["chatGuid"] = id, ["guid"] = "o" } },
        new() { ["text"] = "hi", ["handle"] = id, ["guid"] = "o" },
        new() { ["content"] = "hi", ["messageId"] = id },
    ];
}

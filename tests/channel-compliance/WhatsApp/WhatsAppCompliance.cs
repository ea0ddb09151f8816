using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.WhatsApp;

public sealed class WhatsAppCompliance : ChannelCompliance
{
    protected override string ChannelId => "whatsapp";

    protected override string SecretName => "appSecret";

    protected override string MissingReason => "whatsapp_signature_missing";

    protected override string InvalidReason => "whatsapp_signature_invalid";

    protected override string TextField => "body";

    internal static JsonObject Notification(params JsonObject[] messages) => new()
    {
        ["object"] = "whatsapp_business_account",
        ["entry"] = new JsonArray(new JsonObject
        {
            ["id"] = "102290129340398",
            ["changes"] = new JsonArray(new JsonObject
            {
                ["field"] = "messages",
                ["value"] = new JsonObject
                {
                    ["messaging_product"] = "whatsapp",
                    ["metadata"] = new JsonObject { ["display_phone_number"] = "15550783881", ["phone_number_id"] = "106540352242922" },
                    ["contacts"] = new JsonArray(new JsonObject { ["profile"] = new JsonObject { ["name"] = "Ada" }, ["wa_id"] = "16505551234" }),
                    ["messages"] = new JsonArray([.. messages]),
                },
            }),
        }),
    };

    internal static JsonObject Text(string text, string id = "wamid.1", string from = "16505551234") => new()
    {
        ["from"] = from,
        ["id"] = id,
        ["timestamp"] = "1710000010",
        ["type"] = "text",
        ["text"] = new JsonObject { ["body"] = text },
    };

    internal static IngressRequest Signed(IngressRequest request, string secret) =>
        request.WithHeader("x-hub-signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), request.Body)));

    protected override Sample SampleOf(string text) => new(Notification(Text(text)), "16505551234", "16505551234", "wamid.1", InboundEvents.DirectMessage);

    protected override IngressRequest Sign(IngressRequest request, string secret) => Signed(request, secret);

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        Notification(Text("hi", id)),
        new() { ["entry"] = new JsonArray(new JsonObject { ["changes"] = new JsonArray(new JsonObject { ["value"] = new JsonObject { ["messages"] = new JsonArray(Text("hi", "m", id)) } }) }) },
        new() { ["text"] = "hi", ["senderId"] = "u", ["messageId"] = id },
    ];
}

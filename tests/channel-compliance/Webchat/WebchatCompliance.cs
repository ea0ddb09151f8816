using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Webchat;

public sealed class WebchatCompliance : ChannelCompliance
{
    protected override string ChannelId => "webchat";

    protected override string SecretName => "ingressToken";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "webchat_token_invalid";

    protected override string TextField => "text";

    protected override Sample SampleOf(string text) => new(
        new JsonObject
        {
            ["message"] = new JsonObject
            {
                ["id"] = "wc-msg-1",
                ["text"] = text,
                ["author"] = new JsonObject { ["id"] = "wc-user-1", ["name"] = "Ada" },
                ["room"] = new JsonObject { ["id"] = "dm:wc-user-1", ["type"] = "direct" },
            },
        },
        "wc-user-1",
        "dm:wc-user-1",
        "wc-msg-1",
        InboundEvents.DirectMessage);

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-webchat-token", secret);

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        new() { ["message"] = new JsonObject { ["id"] = id, ["text"] = "hi" } },
        new() { ["text"] = "hi", ["senderId"] = id, ["id"] = "m-1" },
        new() { ["text"] = "hi", ["conversationId"] = id, ["id"] = "m-1" },
    ];
}

using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Feishu;

public class FeishuTokenCompliance : ChannelCompliance
{
    protected override string ChannelId => "feishu";

    protected override string SecretName => "verificationToken";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "feishu_token_invalid";

    protected override string TextField => "text";

    protected override Sample SampleOf(string text) => new(
        new JsonObject
        {
            ["schema"] = "2.0",
            ["header"] = new JsonObject { ["event_id"] = "ev-1", ["event_type"] = "im.message.receive_v1", ["create_time"] = "1710000090000" },
            ["event"] = new JsonObject
            {
                ["sender"] = new JsonObject { ["sender_id"] = new JsonObject { ["open_id"] = "ou_sender_1" }, ["sender_type"] = "user" },
                ["message"] = new JsonObject { ["message_id"] = "om_feishu_1", ["chat_id"] = "oc_feishu_chat_1", ["chat_type"] = "p2p", ["text"] = text },
            },
        },
        "ou_sender_1",
        "oc_feishu_chat_1",
        "om_feishu_1",
        InboundEvents.DirectMessage);

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-lark-token", secret);

    protected override IEnumerable<JsonObject> BodiesWithId(string id)
    {
        foreach (var name in (string[])["message_id", "chat_id"])
        {
            var body = SampleOf("hi").Body;
            body["event"]!["message"]!["message_id"] = "other";
            body["event"]!["message"]![name] = id;
            yield return body;
        }

        yield return new() { ["text"] = "hi", ["senderId"] = "u", ["messageId"] = id };
    }
}

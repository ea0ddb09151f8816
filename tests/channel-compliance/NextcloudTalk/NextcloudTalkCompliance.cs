using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.NextcloudTalk;

public class NextcloudTalkCompliance : ChannelCompliance
{
    private const string Random = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    protected override string ChannelId => "nextcloud-talk";

    protected override string SecretName => "botSecret";

    protected override string MissingReason => "nextcloud_talk_signature_missing";

    protected override string InvalidReason => "nextcloud_talk_signature_invalid";

    protected override string TextField => "text";

    protected override Sample SampleOf(string text) => new(
        new JsonObject
        {
            ["message"] = new JsonObject { ["id"] = "nc-msg-1", ["text"] = text, ["actorId"] = "nc-user-1" },
            ["conversation"] = new JsonObject { ["token"] = "nc-chat-1", ["type"] = "oneToOne" },
        },
        "nc-user-1",
        "nc-chat-1",
        "nc-msg-1",
        InboundEvents.DirectMessage);

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-nextcloud-talk-random", Random)
        .WithHeader("x-nextcloud-talk-signature", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(Random).Concat(request.Body).ToArray())));

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        new() { ["message"] = new JsonObject { ["text"] = "hi", ["id"] = id } },
        new() { ["message"] = new JsonObject { ["text"] = "hi", ["actorId"] = id, ["id"] = "o" } },
        new() { ["message"] = new JsonObject { ["text"] = "hi", ["token"] = id, ["id"] = "o" } },
        new()
        {
            ["type"] = "Create", ["actor"] = new JsonObject { ["type"] = "Person", ["id"] = "users/ada" }, ["target"] = new JsonObject { ["id"] = "room" },
            ["object"] = new JsonObject { ["id"] = id, ["content"] = "{\"message\":\"hi\"}" },
        },
    ];
}

using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Mattermost;

public sealed class MattermostCompliance : ChannelCompliance
{
    protected override string ChannelId => "mattermost";

    protected override string SecretName => "ingressToken";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "mattermost_token_invalid";

    protected override string TextField => "text";

    internal static JsonObject Posted(JsonObject post, string channelType = "O", string? mentions = null) => new()
    {
        ["event"] = "posted",
        ["data"] = new JsonObject { ["channel_type"] = channelType, ["sender_name"] = "@ada", ["post"] = post.ToJsonString(), ["mentions"] = mentions },
        ["broadcast"] = new JsonObject { ["channel_id"] = "channel-1" },
        ["seq"] = 1,
    };

    protected override Sample SampleOf(string text) => new(Hook(text), "mm-user-1", "channel-1", "mm-post-1", InboundEvents.Received);

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-mattermost-token", secret);

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        Hook("hi", post: id),
        Hook("hi", post: "p2", user: id),
        Hook("hi", post: "p3", channel: id),
        Posted(new() { ["id"] = id, ["message"] = "hi", ["user_id"] = "u", ["channel_id"] = "c" }),
        new() { ["text"] = "hi", ["senderId"] = "u", ["messageId"] = id },
    ];

    private static JsonObject Hook(string text, string post = "mm-post-1", string user = "mm-user-1", string channel = "channel-1") => new()
    {
        ["text"] = text,
        ["post_id"] = post,
        ["user_id"] = user,
        ["user_name"] = "ada",
        ["channel_id"] = channel,
    };
}

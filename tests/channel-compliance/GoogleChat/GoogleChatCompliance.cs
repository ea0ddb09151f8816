using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.GoogleChat;

public sealed class GoogleChatCompliance : ChannelCompliance
{
    protected override string ChannelId => "googlechat";

    protected override string SecretName => "verificationToken";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "googlechat_token_invalid";

    protected override string TextField => "text";

    internal static JsonObject Event(string text, string id = "spaces/AAA/messages/BBB", string space = "spaces/AAA", string sender = "users/111") => new()
    {
        ["type"] = "MESSAGE",
        ["eventTime"] = "2026-02-22T10:00:00.123456Z",
        ["space"] = new JsonObject { ["name"] = space, ["type"] = "DM", ["spaceType"] = "DIRECT_MESSAGE" },
        ["message"] = new JsonObject
        {
            ["name"] = id,
            ["text"] = text,
            ["sender"] = new JsonObject { ["name"] = sender, ["displayName"] = "Ada", ["type"] = "HUMAN" },
            ["thread"] = new JsonObject { ["name"] = space + "/threads/TTT" },
        },
    };

    protected override Sample SampleOf(string text) => new(Event(text), "users/111", "spaces/AAA", "spaces/AAA/messages/BBB", InboundEvents.DirectMessage);

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-goog-chat-token", secret);

    protected override IEnumerable<JsonObject> BodiesWithId(string id) => [Event("hi", id), Event("hi", "m", id), Event("hi", "m", sender: id)];
}

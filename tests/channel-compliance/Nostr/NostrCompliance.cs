using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Nostr;

public sealed class NostrCompliance : ChannelCompliance
{
    protected override string ChannelId => "nostr";

    protected override string SecretName => "ingressToken";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "nostr_token_invalid";

    protected override string TextField => "content";

    protected override Sample SampleOf(string text) => new(
        new JsonObject
        {
            ["event"] = new JsonObject
            {
                ["id"] = "nostr-event-1", ["pubkey"] = "nostr-user-1", ["kind"] = 1, ["created_at"] = 1710000150, ["content"] = text,
                ["tags"] = new JsonArray(new JsonArray("e", "thread-1"), new JsonArray("p", "nostr-user-2")),
            },
        },
        "nostr-user-1",
        "thread-1",
        "nostr-event-1",
        InboundEvents.Received);

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-nostr-token", secret);

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        new() { ["content"] = "hi", ["pubkey"] = "a", ["id"] = id },
        new() { ["content"] = "hi", ["pubkey"] = id, ["id"] = "o" },
        new() { ["content"] = "hi", ["pubkey"] = "a", ["id"] = "o", ["tags"] = new JsonArray(new JsonArray("e", id)) },
        new() { ["body"] = "hi", ["messageId"] = id },
    ];
}

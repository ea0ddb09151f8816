using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Generic;

public class GenericTokenCompliance : ChannelCompliance
{
    protected override string ChannelId => "nextcloud-talk";

    protected override string SecretName => "ingressToken";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "nextcloud_talk_token_invalid";

    protected override string TextField => "text";

    protected override IChannelAdapter Adapter => new GenericAdapter(ChannelCatalog.Get(ChannelId), Host.Get<Envelopes>());

    protected override Sample SampleOf(string text) => new(
        new JsonObject { ["senderId"] = "u-1", ["conversationId"] = "dm:u-1", ["text"] = text, ["messageId"] = "m-1", ["isDirectMessage"] = true },
        "u-1",
        "dm:u-1",
        "m-1",
        InboundEvents.DirectMessage);

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("authorization", "Bearer " + secret);

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        new() { ["text"] = "hi", ["messageId"] = id },
        new() { ["text"] = "hi", ["senderId"] = id, ["messageId"] = "other" },
        new() { ["text"] = "hi", ["conversationId"] = id, ["messageId"] = "other" },
    ];
}

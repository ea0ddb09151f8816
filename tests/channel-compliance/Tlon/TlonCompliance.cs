using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Tlon;

public class TlonCompliance : ChannelCompliance
{
    protected override string ChannelId => "tlon";

    protected override string SecretName => "ingressToken";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "tlon_token_invalid";

    protected override string TextField => "text";

    [Fact]
    public void Our_own_message_comes_back_to_nobody() => Read.Nothing(
        ReasonCodes.SelfMessage, Adapter.Normalize(Requests.Of(ChannelId, SampleOf("mine").Body).WithQuery("botShip", "~zod"), Accounts.Of(ChannelId)));

    [Fact]
    public void Only_this_ships_mention_counts()
    {
        var body = Requests.Of(ChannelId, SampleOf("hi").Body);

        Assert.Equal(InboundEvents.Received, Read.One(Adapter.Normalize(body, Accounts.Of(ChannelId))).Event);
        Assert.Equal(InboundEvents.Mentioned, Read.One(Adapter.Normalize(body.WithQuery("botShip", "~bot"), Accounts.Of(ChannelId))).Event);
    }

    protected override Sample SampleOf(string text) => new(
        new JsonObject
        {
            ["message"] = new JsonObject { ["id"] = "tlon-msg-1", ["text"] = text, ["ship"] = "~zod", ["channel"] = "group:ops", ["mentions"] = new JsonArray("~bot") },
        },
        "~zod",
        "group:ops",
        "tlon-msg-1",
        InboundEvents.Received);

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-tlon-token", secret);

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        new() { ["text"] = "hi", ["id"] = id },
        new() { ["text"] = "hi", ["ship"] = id, ["id"] = "o" },
        new() { ["text"] = "hi", ["channel"] = id, ["id"] = "o" },
    ];
}

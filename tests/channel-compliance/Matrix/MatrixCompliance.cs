using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Matrix;

public class MatrixCompliance : ChannelCompliance
{
    protected override string ChannelId => "matrix";

    protected override string SecretName => "hsToken";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "matrix_hs_token_invalid";

    protected override string TextField => "body";

    protected override Sample SampleOf(string text) => new(
        new JsonObject { ["events"] = new JsonArray(Event(text)) }, "@alice:example.org", "!room:example.org", "$abc", InboundEvents.Received);

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("authorization", "Bearer " + secret);

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        new() { ["events"] = new JsonArray(Event("hi", "event_id", id)) },
        new() { ["events"] = new JsonArray(Event("hi", "room_id", id, "$o")) },
        new() { ["event"] = Event("hi", "sender", id, "$o") },
        new() { ["message"] = "hi", ["senderId"] = "u", ["messageId"] = id },
    ];

    private static JsonObject Event(string text, string? field = null, string? value = null, string id = "$abc")
    {
        var made = new JsonObject
        {
            ["type"] = "m.room.message",
            ["event_id"] = id,
            ["room_id"] = "!room:example.org",
            ["sender"] = "@alice:example.org",
            ["origin_server_ts"] = 1710000000000,
            ["content"] = new JsonObject { ["msgtype"] = "m.text", ["body"] = text },
        };
        if (field is not null)
            made[field] = value;
        return made;
    }
}

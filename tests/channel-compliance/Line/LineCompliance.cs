using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Line;

public sealed class LineCompliance : ChannelCompliance
{
    protected override string ChannelId => "line";

    protected override string SecretName => "channelSecret";

    protected override string MissingReason => "line_signature_missing";

    protected override string InvalidReason => "line_signature_invalid";

    protected override string TextField => "text";

    internal static IngressRequest Signed(IngressRequest request, string secret) =>
        request.WithHeader("x-line-signature", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), request.Body)));

    internal static JsonObject Event(string text, string id = "line-msg-1", string user = "U123") => new()
    {
        ["type"] = "message",
        ["message"] = new JsonObject { ["type"] = "text", ["id"] = id, ["text"] = text },
        ["source"] = new JsonObject { ["type"] = "user", ["userId"] = user },
        ["timestamp"] = 1710000000123,
    };

    internal static JsonObject Body(params JsonObject[] events) => new() { ["destination"] = "Ubot", ["events"] = new JsonArray([.. events]) };

    protected override Sample SampleOf(string text) => new(Body(Event(text)), "U123", "U123", "line-msg-1", InboundEvents.DirectMessage);

    protected override IngressRequest Sign(IngressRequest request, string secret) => Signed(request, secret);

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        Body(Event("hi", id)),
        Body(Event("hi", "m2", id)),
        new() { ["text"] = "hi", ["senderId"] = "u", ["messageId"] = id },
    ];
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Signal;

public class SignalCompliance : ChannelCompliance
{
    protected override string ChannelId => "signal";

    protected override string SecretName => "webhookSecret";

    protected override string MissingReason => "signal_signature_missing";

    protected override string InvalidReason => "signal_signature_invalid";

    protected override string TextField => "message";

    protected override Sample SampleOf(string text) => new(
        new JsonObject
        {
            ["account"] = "+15550001",
            ["envelope"] = new JsonObject
            {
                ["source"] = "+15550010", ["sourceNumber"] = "+15550010", ["sourceUuid"] = "7ccae375-cd51-4c82-8b1e-7be3280aa485",
                ["sourceName"] = "Ada", ["sourceDevice"] = 1, ["timestamp"] = 1710000000123,
                ["dataMessage"] = new JsonObject { ["timestamp"] = 1710000000123, ["message"] = text },
            },
        },
        "7ccae375-cd51-4c82-8b1e-7be3280aa485",
        "7ccae375-cd51-4c82-8b1e-7be3280aa485",
        "7ccae375-cd51-4c82-8b1e-7be3280aa485:1710000000123",
        InboundEvents.DirectMessage);

    protected override IngressRequest Sign(IngressRequest request, string secret) =>
        request.WithHeader("x-signal-signature", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), request.Body)));

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        new() { ["text"] = "hi", ["id"] = id },
        new() { ["text"] = "hi", ["senderId"] = id, ["id"] = "o" },
        new() { ["text"] = "hi", ["groupId"] = id, ["id"] = "o" },
        new() { ["envelope"] = new JsonObject { ["guid"] = id, ["source"] = "s", ["dataMessage"] = new JsonObject { ["message"] = "hi" } } },
    ];
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Slack;

public sealed class SlackCompliance : ChannelCompliance
{
    protected override string ChannelId => "slack";

    protected override string SecretName => "signingSecret";

    protected override string MissingReason => "slack_signature_missing";

    protected override string InvalidReason => "slack_signature_invalid";

    protected override string TextField => "text";

    internal static IngressRequest Signed(IngressRequest request, string secret, DateTimeOffset at)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"v0:{timestamp}:"), .. request.Body];
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
        return request.WithHeader("x-slack-request-timestamp", timestamp).WithHeader("x-slack-signature", "v0=" + Convert.ToHexStringLower(mac));
    }

    internal static JsonObject Message(string text, string channel = "D12345", string ts = "1710000050.0001", string user = "sender-slack") => new()
    {
        ["event"] = new JsonObject { ["type"] = "message", ["user"] = user, ["channel"] = channel, ["text"] = text, ["ts"] = ts },
    };

    protected override Sample SampleOf(string text) => new(Message(text), "sender-slack", "D12345", "1710000050.0001", InboundEvents.DirectMessage);

    protected override IngressRequest Sign(IngressRequest request, string secret) => Signed(request, secret, TimeProvider.System.GetUtcNow());

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        Message("hi", channel: id),
        Message("hi", ts: id),
        Message("hi", ts: "1710000050.0002", user: id),
        new() { ["text"] = "hi", ["channel"] = "C1", ["client_msg_id"] = id },
    ];
}

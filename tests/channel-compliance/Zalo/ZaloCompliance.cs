using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Zalo;

public class ZaloCompliance : ChannelCompliance
{
    protected override string ChannelId => "zalo";

    protected override string SecretName => "oaSecretKey";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "zalo_mac_invalid";

    protected override string TextField => "text";

    internal static JsonObject Event(string text, string id = "zalo-msg-1", string sender = "zalo-user-1") => new()
    {
        ["app_id"] = "360846524940903967",
        ["event_name"] = "user_send_text",
        ["sender"] = new JsonObject { ["id"] = sender },
        ["recipient"] = new JsonObject { ["id"] = "388613280878808645" },
        ["message"] = new JsonObject { ["msg_id"] = id, ["text"] = text },
        ["timestamp"] = "1710000190000",
    };

    internal static IngressRequest Signed(IngressRequest request, string secret, string time = "1710000190000", string app = "360846524940903967")
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(app), .. request.Body, .. Encoding.UTF8.GetBytes(time + secret)];
        return request.WithHeader("x-zevent-signature", "mac=" + Convert.ToHexStringLower(SHA256.HashData(signed)));
    }

    protected override Sample SampleOf(string text) => new(Event(text), "zalo-user-1", "zalo-user-1", "zalo-msg-1", InboundEvents.DirectMessage);

    // A body without time and app id is signed without them.
    protected override IngressRequest Sign(IngressRequest request, string secret) =>
        Encoding.UTF8.GetString(request.Body).Contains("\"app_id\"", StringComparison.Ordinal) ? Signed(request, secret) : Signed(request, secret, "", "");

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
        [Event("hi", id), Event("hi", "m", id), new() { ["text"] = "hi", ["senderId"] = "u", ["messageId"] = id }];
}

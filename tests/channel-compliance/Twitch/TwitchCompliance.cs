using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Twitch;

public sealed class TwitchCompliance : ChannelCompliance
{
    protected override string ChannelId => "twitch";

    protected override string SecretName => "webhookSecret";

    protected override string MissingReason => "twitch_signature_missing";

    protected override string InvalidReason => "twitch_signature_invalid";

    protected override string TextField => "text";

    // Twitch writes nine digits of a second's fraction.
    internal static IngressRequest Signed(IngressRequest request, string secret, DateTimeOffset at) =>
        SignedAs(request, secret, at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'12Z'", CultureInfo.InvariantCulture));

    internal static IngressRequest SignedAs(IngressRequest request, string secret, string timestamp, string id = "delivery-1")
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(id + timestamp), .. request.Body];
        return request.WithHeader("twitch-eventsub-message-id", id).WithHeader("twitch-eventsub-message-timestamp", timestamp).WithHeader(
            "twitch-eventsub-message-signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)));
    }

    internal static JsonObject Message(string text, string id = "tw-msg-1", string chatter = "chatter-1", string broadcaster = "broadcaster-1") => new()
    {
        ["subscription"] = new JsonObject { ["type"] = "channel.chat.message" },
        ["event"] = new JsonObject
        {
            ["broadcaster_user_id"] = broadcaster,
            ["chatter_user_id"] = chatter,
            ["message_id"] = id,
            ["message"] = new JsonObject { ["text"] = text },
        },
    };

    protected override Sample SampleOf(string text) => new(Message(text), "chatter-1", "broadcaster-1", "tw-msg-1", InboundEvents.Received);

    protected override IngressRequest Sign(IngressRequest request, string secret) => Signed(request, secret, TimeProvider.System.GetUtcNow());

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        Message("hi", id),
        Message("hi", "m2", chatter: id),
        Message("hi", "m3", broadcaster: id),
        new() { ["text"] = "hi", ["senderId"] = "u", ["messageId"] = id },
    ];
}

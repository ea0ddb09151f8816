using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Discord;

public sealed class DiscordCompliance : ChannelCompliance
{
    protected override string ChannelId => "discord";

    protected override string SecretName => "discordPublicKey";

    protected override string MissingReason => "discord_signature_missing";

    protected override string InvalidReason => "discord_signature_invalid";

    protected override string TextField => "content";

    internal static IngressRequest Signed(IngressRequest request, string key, DateTimeOffset at)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Ed25519Key.Of(key).Sign([.. Encoding.UTF8.GetBytes(timestamp), .. request.Body]);
        return request.WithHeader("x-signature-timestamp", timestamp).WithHeader("x-signature-ed25519", Convert.ToHexStringLower(signature));
    }

    internal static JsonObject Message(string text, string id = "smoke-discord-1", string channel = "discord-chan-1", string sender = "sender-discord") => new()
    {
        ["id"] = id,
        ["channel_id"] = channel,
        ["guild_id"] = "guild-1",
        ["content"] = text,
        ["author"] = new JsonObject { ["id"] = sender, ["username"] = "ada" },
    };

    protected override string StoredFor(string secret) => Convert.ToHexStringLower(Ed25519Key.Of(secret).PublicKey);

    protected override Sample SampleOf(string text) => new(Message(text), "sender-discord", "discord-chan-1", "smoke-discord-1", InboundEvents.Received);

    protected override IngressRequest Sign(IngressRequest request, string secret) => Signed(request, secret, TimeProvider.System.GetUtcNow());

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        Message("hi", id),
        Message("hi", "2", channel: id),
        Message("hi", "3", sender: id),
    ];
}

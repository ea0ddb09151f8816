using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.MsTeams;

public sealed class TeamsCompliance : ChannelCompliance
{
    protected override string ChannelId => "msteams";

    protected override string SecretName => "ingressToken";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "msteams_token_invalid";

    protected override string TextField => "text";

    internal static JsonObject Activity(string text, string id = "1700000000001", string conversation = "a:1personal", string sender = "29:user-1") => new()
    {
        ["type"] = "message",
        ["id"] = id,
        ["timestamp"] = "2026-02-22T10:00:00.123Z",
        ["channelId"] = "msteams",
        ["serviceUrl"] = "https://smba.trafficmanager.net/emea/",
        ["text"] = text,
        ["from"] = new JsonObject { ["id"] = sender, ["name"] = "Ada", ["aadObjectId"] = "aad-1" },
        ["recipient"] = new JsonObject { ["id"] = "28:bot-1", ["name"] = "Vespid" },
        ["conversation"] = new JsonObject { ["id"] = conversation, ["conversationType"] = "personal" },
    };

    protected override Sample SampleOf(string text) => new(Activity(text), "29:user-1", "a:1personal", "1700000000001", InboundEvents.DirectMessage);

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-msteams-token", secret);

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
        [Activity("hi", id), Activity("hi", "m", id), Activity("hi", "m", sender: id), new() { ["text"] = "hi", ["senderId"] = "u", ["messageId"] = id }];
}

using System.Text.Json.Nodes;
using Vespid.Tests.Fuzz.Checks;
using Vespid.Tests.Fuzz.Hosting;

namespace Vespid.Tests.Fuzz.Levels;

/// <summary>Two organisations with something of everything, made anew for each block, since cases delete and change what they like.</summary>
internal sealed class ControlPlace : IDisposable
{
    private ControlPlace(Tenant owner, Tenant other, string otherEmail)
    {
        Owner = owner;
        Other = other;
        OtherEmail = otherEmail;
    }

    public Tenant Owner { get; }

    public Tenant Other { get; }

    public string OtherEmail { get; }

    public string Account { get; private set; } = "";

    public string Workflow { get; private set; } = "";

    public string Run { get; private set; } = "";

    public string LeaseToken { get; private set; } = "";

    public string Session { get; private set; } = "";

    public string Entry { get; private set; } = "";

    public string PairingRequest { get; private set; } = "";

    public string WorkerTokenId { get; private set; } = "";

    public string WorkerToken { get; private set; } = "";

    public static async Task<ControlPlace> MakeAsync(FuzzHost host, string name)
    {
        var email = $"{name}-other@example.com";
        var place = new ControlPlace(await Tenant.SignUpAsync(host, $"{name}@example.com"), await Tenant.SignUpAsync(host, email), email);
        await place.FillAsync(name);
        return place;
    }

    public void Dispose()
    {
        Owner.Dispose();
        Other.Dispose();
    }

    private async Task FillAsync(string name)
    {
        (Account, _) = await Owner.AddAccountAsync("telegram", name, open: false);
        await Owner.CallAsync(HttpMethod.Post, $"/channels/accounts/{Account}/secrets", new JsonObject { ["name"] = "unused", ["value"] = Planted.Mark + "-unused" });
        await Owner.CallAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "pull" });
        await Owner.IngressAsync($"/ingress/channels/telegram/{name}", Message("m-1", "stranger"));
        PairingRequest = (string)(await Owner.CallAsync(HttpMethod.Get, "/channels/pairing/requests"))["requests"]![0]!["id"]!;
        Session = (string)(await Owner.CallAsync(HttpMethod.Post, "/sessions", new JsonObject { ["title"] = "t" }))["session"]!["id"]!;
        await Owner.CallAsync(HttpMethod.Post, $"/sessions/{Session}/turns", new JsonObject { ["text"] = "x" });
        var workflow = await Owner.CallAsync(HttpMethod.Post, "/workflows", new JsonObject
        {
            ["name"] = "w",
            ["dsl"] = JsonNode.Parse("""{"version":"v2","trigger":{"type":"trigger.channel","config":{"channelId":"telegram"}},"nodes":[{"id":"n1","type":"agent.execute"}]}"""),
        });
        Workflow = (string)workflow["workflow"]!["id"]!;
        await Owner.CallAsync(HttpMethod.Post, $"/workflows/{Workflow}/publish", new JsonObject());
        await Owner.CallAsync(HttpMethod.Post, $"/channels/accounts/{Account}/test-send", new JsonObject { ["conversationId"] = "c", ["text"] = "x" });
        Entry = (string)(await Owner.CallAsync(HttpMethod.Get, "/outbox"))["entries"]![0]!["id"]!;
        var token = await Owner.CallAsync(HttpMethod.Post, "/worker-tokens", new JsonObject { ["name"] = "w" });
        (WorkerTokenId, WorkerToken) = ((string)token["id"]!, (string)token["token"]!);
        var claimed = await Owner.ClaimAsync(WorkerToken);
        (Run, LeaseToken) = ((string)claimed["id"]!, (string)claimed["leaseToken"]!);
    }

    private static JsonObject Message(string id, string sender) => new()
    {
        ["senderId"] = sender, ["conversationId"] = $"dm:{sender}", ["text"] = "deploy now", ["messageId"] = id, ["isDirectMessage"] = true,
    };
}

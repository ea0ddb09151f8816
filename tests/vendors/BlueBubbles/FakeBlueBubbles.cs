using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vespid.Vendors;

/// <summary>A BlueBubbles server's REST API: ping and sending text, guarded by the password in the query.</summary>
public sealed class FakeBlueBubbles : FakeServer
{
    public const string Password = "p&ss word";

    private FakeBlueBubbles()
    {
    }

    /// <summary>Bodies of accepted messages.</summary>
    public Ledger<JsonObject> Sent { get; } = new();

    public static async Task<FakeBlueBubbles> StartAsync()
    {
        var fake = new FakeBlueBubbles();
        await fake.ListenAsync();
        return fake;
    }

    private protected override string NameOf(ServerCall call) => call.Path;

    private protected override JsonObject ErrorBody(int status, string description) =>
        new() { ["status"] = status, ["message"] = description, ["error"] = new JsonObject { ["type"] = "Server Error", ["message"] = description } };

    private protected override async Task AnswerAsync(HttpContext context, ServerCall call, Func<Task<bool>> play)
    {
        if (call.Query.GetValueOrDefault("password") != Password)
        {
            await GiveAsync(context, 401, ErrorBody(401, "You are not authorized to access this resource"));
            return;
        }

        switch (call.Method, call.Path)
        {
            case ("GET", "/api/v1/ping"):
                await GiveAsync(context, 200, new JsonObject { ["status"] = 200, ["message"] = "Ping received!", ["data"] = "pong" });
                break;
            case ("POST", "/api/v1/message/text"):
                var body = JsonNode.Parse(call.Body)!.AsObject();
                Sent.Record(body);
                if (!await play())
                    await GiveAsync(context, 200, new JsonObject { ["status"] = 200, ["message"] = "Message sent!", ["data"] = new JsonObject { ["guid"] = $"GUID-{Sent.Count}" } });
                break;
            default:
                await GiveAsync(context, 404, ErrorBody(404, "Not found"));
                break;
        }
    }
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vespid.Vendors;

/// <summary>A bridge that speaks the published protocol: health, and messages with an idempotency key.</summary>
public sealed class FakeMessageBridge : FakeServer
{
    public const string Token = "bridge-token";
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _byKey = [];

    private FakeMessageBridge()
    {
    }

    /// <summary>Bodies of distinct messages.</summary>
    public Ledger<JsonObject> Sent { get; } = new();

    public static async Task<FakeMessageBridge> StartAsync()
    {
        var fake = new FakeMessageBridge();
        await fake.ListenAsync();
        return fake;
    }

    private protected override string NameOf(ServerCall call) => call.Path;

    private protected override async Task AnswerAsync(HttpContext context, ServerCall call, Func<Task<bool>> play)
    {
        if (call.Headers.GetValueOrDefault("authorization") != "Bearer " + Token)
        {
            await GiveAsync(context, 401, ErrorBody(401, "unauthorized"));
            return;
        }

        switch (call.Method, call.Path)
        {
            case ("GET", "/v1/health"):
                await GiveAsync(context, 200, new JsonObject { ["status"] = "ok" });
                break;
            case ("POST", "/v1/messages"):
                var guid = Accept(call.Headers["idempotency-key"], JsonNode.Parse(call.Body)!.AsObject());
                if (!await play())
                    await GiveAsync(context, 200, new JsonObject { ["guid"] = guid });
                break;
            default:
                await GiveAsync(context, 404, ErrorBody(404, "no such path"));
                break;
        }
    }

    private string Accept(string key, JsonObject body)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var known))
                return known;
            Sent.Record(body);
            return _byKey[key] = $"guid-{_byKey.Count + 1}";
        }
    }
}

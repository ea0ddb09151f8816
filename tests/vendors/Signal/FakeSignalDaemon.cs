using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vespid.Vendors;

/// <summary>signal-cli's HTTP daemon: rpc, the event stream, and check.</summary>
public sealed class FakeSignalDaemon : FakeServer
{
    private readonly Ledger<string> _events = new();

    private FakeSignalDaemon()
    {
    }

    /// <summary>Parameters of accepted sends.</summary>
    public Ledger<JsonObject> Sent { get; } = new();

    /// <summary>The answer to the next send, in place of success: <c>error</c> or <c>result</c>.</summary>
    public JsonObject? NextAnswer { get; set; }

    public static async Task<FakeSignalDaemon> StartAsync()
    {
        var fake = new FakeSignalDaemon();
        await fake.ListenAsync();
        return fake;
    }

    /// <summary>Writes to every event stream, from its beginning; an empty text ends the streams.</summary>
    public void Push(string json) => _events.Record(json);

    private protected override string NameOf(ServerCall call) => call.Path;

    private protected override async Task AnswerAsync(HttpContext context, ServerCall call, Func<Task<bool>> play)
    {
        switch (call.Method, call.Path)
        {
            case ("POST", "/api/v1/rpc"):
                var rpc = JsonNode.Parse(call.Body)!.AsObject();
                var answer = NextAnswer ?? Accept(rpc["params"]!.AsObject());
                if (!await play())
                    await GiveAsync(context, 200, new JsonObject { ["jsonrpc"] = "2.0", ["id"] = rpc["id"]!.DeepClone(), [answer.First().Key] = answer.First().Value!.DeepClone() });
                break;
            case ("GET", "/api/v1/check"):
                context.Response.StatusCode = 200;
                break;
            case ("GET", "/api/v1/events"):
                await StreamAsync(context);
                break;
            default:
                await GiveAsync(context, 404, null);
                break;
        }
    }

    private JsonObject Accept(JsonObject parameters)
    {
        Sent.Record((JsonObject)parameters.DeepClone());
        return new() { ["result"] = new JsonObject { ["timestamp"] = 1710000000000 + Sent.Count, ["results"] = new JsonArray(new JsonObject { ["type"] = "SUCCESS" }) } };
    }

    private async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(":\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, Stopping);
        try
        {
            for (var at = 0; ; at++)
            {
                var seen = await _events.WaitAsync(events => events.Count > at, "an event", TimeSpan.FromMinutes(1)).WaitAsync(stop.Token);
                if (seen[at].Length == 0)
                    return;
                await context.Response.WriteAsync($"event:receive\ndata:{seen[at]}\n\n", stop.Token);
                await context.Response.Body.FlushAsync(stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vespid.Vendors;

/// <summary>A ship's Eyre: login by code, channels that take actions, and event streams that keep events until they are acknowledged.</summary>
public sealed class FakeShip : FakeServer
{
    public const string Code = "lidlut-tabwed-pillex-ridrup";
    private const string Cookie = "urbauth-~zod=0v3.fake";
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, string> _events = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _channel;
    private long _last = -1;

    private FakeShip()
    {
    }

    /// <summary>What the agent has against pokes; null for nothing.</summary>
    public string? PokeError { get; set; }

    /// <summary>Leaves pokes without a verdict.</summary>
    public bool Mute { get; set; }

    /// <summary>Every action but acknowledgements.</summary>
    public Ledger<JsonObject> Actions { get; } = new();

    /// <summary>Events that were acknowledged.</summary>
    public Ledger<long> Acknowledged { get; } = new();

    /// <summary>JSON of pokes.</summary>
    public IReadOnlyList<JsonObject> Pokes => [.. Actions.All.Where(action => action["action"]!.GetValue<string>() == "poke")];

    public static async Task<FakeShip> StartAsync()
    {
        var fake = new FakeShip();
        await fake.ListenAsync();
        return fake;
    }

    /// <summary>A fact of a subscription.</summary>
    public void Push(JsonNode json) => PushRaw(new() { ["id"] = 1, ["response"] = "diff", ["json"] = json });

    public void PushRaw(JsonObject said)
    {
        lock (_gate)
        {
            _events[++_last] = said.ToJsonString();
            _arrived.SetResult();
            _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The ship has restarted: the channel is gone.</summary>
    public void Forget() => _channel = null;

    /// <summary>Of the login alone; <see cref="FakeServer.Faults"/> are those of the rest.</summary>
    public FaultPlan LoginFaults { get; } = new();

    private protected override FaultPlan PlanFor(ServerCall call) => call.Path == "/~/login" ? LoginFaults : Faults;

    private protected override string NameOf(ServerCall call) => call.Path == "/~/login" ? "login" : call.Method == "PUT" ? "put" : "stream";

    private protected override async Task AnswerAsync(HttpContext context, ServerCall call, Func<Task<bool>> play)
    {
        if (call.Path == "/~/login")
        {
            var right = call.Body == "password=" + Code;
            context.Response.StatusCode = right ? 204 : 400;
            if (right)
                context.Response.Headers.SetCookie = Cookie + "; Path=/; Max-Age=604800";
            return;
        }

        if (call.Headers.GetValueOrDefault("cookie") != Cookie)
        {
            context.Response.StatusCode = 403;
            return;
        }

        if (call.Method == "PUT")
        {
            Take(call);
            if (!await play())
                context.Response.StatusCode = 204;
            return;
        }

        if (Actions.All.Any(action => action["action"]!.GetValue<string>() == "poke" && action["channel"]!.GetValue<string>() == call.Path.Split('/')[^1]))
            await AnswerPokeAsync(context);
        else if (_channel is null || !call.Path.EndsWith(_channel, StringComparison.Ordinal))
            context.Response.StatusCode = 404;
        else
            await StreamAsync(context, call.Headers.TryGetValue("last-event-id", out var last) ? long.Parse(last, CultureInfo.InvariantCulture) : -1);
    }

    private void Take(ServerCall call)
    {
        foreach (var action in JsonNode.Parse(call.Body)!.AsArray().OfType<JsonObject>())
        {
            if (action["action"]!.GetValue<string>() == "ack")
            {
                Acknowledged.Record(action["event-id"]!.GetValue<long>());
                continue;
            }

            if (action["action"]!.GetValue<string>() == "subscribe")
                _channel = call.Path.Split('/')[^1];
            var taken = (JsonObject)action.DeepClone();
            taken["channel"] = call.Path.Split('/')[^1];
            Actions.Record(taken);
        }
    }

    private async Task AnswerPokeAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        var verdict = new JsonObject { ["id"] = 1, ["response"] = "poke", [PokeError is null ? "ok" : "err"] = PokeError ?? "ok" };
        await context.Response.WriteAsync(Mute ? ":\n\n" : $"id: 0\ndata: {verdict.ToJsonString()}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, Stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task StreamAsync(HttpContext context, long after)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(":\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, Stopping);
        try
        {
            while (true)
            {
                Task arrived;
                List<KeyValuePair<long, string>> waiting;
                lock (_gate)
                {
                    arrived = _arrived.Task;
                    waiting = [.. _events.Where(item => item.Key > after)];
                }

                foreach (var (id, text) in waiting)
                {
                    await context.Response.WriteAsync($"id: {id}\ndata: {text}\n\n", stop.Token);
                    await context.Response.Body.FlushAsync(stop.Token);
                    after = id;
                }

                await arrived.WaitAsync(stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vespid.Vendors;

/// <summary>The client-server API of a Matrix homeserver for one user: whoami, account data, sync with waiting, messages, and send by transaction id.</summary>
public sealed class FakeHomeserver : FakeServer
{
    public const string AccessToken = "syt_fake_access_token";
    public const string User = "@vespid:example.org";
    private readonly Lock _gate = new();
    private readonly List<JsonObject> _batches = [];
    private readonly Dictionary<string, string> _byTransaction = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FakeHomeserver()
    {
    }

    /// <summary>Distinct messages: room, body of the request, event id.</summary>
    public Ledger<(string Room, JsonNode Body, string EventId)> Sent { get; } = new();

    /// <summary>Content of the account data <c>m.direct</c>.</summary>
    public JsonObject Direct { get; } = [];

    /// <summary>What <c>/messages</c> gives, newest first, in one page.</summary>
    public JsonArray Missed { get; } = [];

    public static async Task<FakeHomeserver> StartAsync()
    {
        var fake = new FakeHomeserver();
        await fake.ListenAsync();
        return fake;
    }

    /// <summary>Queues an event for the next sync.</summary>
    public void Push(string room, JsonObject roomEvent, bool limited = false)
    {
        var timeline = new JsonObject { ["events"] = new JsonArray(roomEvent), ["limited"] = limited, ["prev_batch"] = "p1" };
        Push(new() { ["rooms"] = new JsonObject { ["join"] = new JsonObject { [room] = new JsonObject { ["timeline"] = timeline } } } });
    }

    /// <summary>Queues the whole answer of a sync.</summary>
    public void Push(JsonObject answer)
    {
        lock (_gate)
        {
            _batches.Add(answer);
            _arrived.SetResult();
            _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private protected override string NameOf(ServerCall call) =>
        call.Method == "PUT" ? "send" : call.Path.EndsWith("/sync", StringComparison.Ordinal) ? "sync" : "other";

    private protected override JsonObject ErrorBody(int status, string description) =>
        new() { ["errcode"] = status switch { 429 => "M_LIMIT_EXCEEDED", 401 => "M_UNKNOWN_TOKEN", 403 => "M_FORBIDDEN", 404 => "M_NOT_FOUND", _ => "M_UNKNOWN" }, ["error"] = description };

    private protected override async Task AnswerAsync(HttpContext context, ServerCall call, Func<Task<bool>> play)
    {
        if (call.Headers.GetValueOrDefault("authorization") != "Bearer " + AccessToken)
        {
            await GiveAsync(context, 401, ErrorBody(401, "Unrecognised access token"));
            return;
        }

        var parts = call.Path.Split('/');
        switch (call.Method, parts[^1])
        {
            case ("GET", "whoami"):
                await GiveAsync(context, 200, new JsonObject { ["user_id"] = User });
                break;
            case ("GET", "m.direct"):
                await GiveAsync(context, Direct.Count == 0 ? 404 : 200, Direct.Count == 0 ? ErrorBody(404, "none") : Direct.DeepClone());
                break;
            case ("GET", "sync"):
                await SyncAsync(context, call);
                break;
            case ("GET", "messages"):
                await GiveAsync(context, 200, new JsonObject { ["chunk"] = Missed.DeepClone(), ["start"] = call.Query["from"] });
                break;
            case ("PUT", _) when parts.Length == 9:
                var id = Accept(Uri.UnescapeDataString(parts[5]), parts[8], JsonNode.Parse(call.Body)!);
                if (!await play())
                    await GiveAsync(context, 200, new JsonObject { ["event_id"] = id });
                break;
            default:
                await GiveAsync(context, 404, ErrorBody(404, "Unrecognised request"));
                break;
        }
    }

    private string Accept(string room, string transaction, JsonNode body)
    {
        lock (_gate)
        {
            if (_byTransaction.TryGetValue(transaction, out var known))
                return known;
            var id = $"$sent{_byTransaction.Count + 1}";
            Sent.Add(_ => (room, body, id));
            return _byTransaction[transaction] = id;
        }
    }

    private async Task SyncAsync(HttpContext context, ServerCall call)
    {
        var since = call.Query.TryGetValue("since", out var given) ? int.Parse(given.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) : -1;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, Stopping);
        while (true)
        {
            Task arrived;
            JsonObject? answer = null;
            lock (_gate)
            {
                arrived = _arrived.Task;
                if (since < 0)
                    answer = new() { ["next_batch"] = $"s{_batches.Count}" };
                else if (since < _batches.Count)
                    answer = Numbered(since);
            }

            if (answer is not null)
            {
                await GiveAsync(context, 200, answer);
                return;
            }

            try
            {
                await arrived.WaitAsync(stop.Token);
            }
            catch (OperationCanceledException)
            {
                context.Abort();
                return;
            }
        }
    }

    private JsonObject Numbered(int since)
    {
        var answer = (JsonObject)_batches[since].DeepClone();
        answer["next_batch"] = $"s{since + 1}";
        return answer;
    }
}

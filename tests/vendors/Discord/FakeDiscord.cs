using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>
/// Discord for one bot: creating messages, which takes an enforced nonce once, and the gateway with sessions that can be resumed, heartbeats that are
/// acknowledged, and the close codes that callers depend on.
/// </summary>
public sealed partial class FakeDiscord : FakeApi
{
    private const int MaxText = 2000;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _nonces = [];
    private readonly List<JsonObject> _dispatched = [];
    private long _last = 1000;
    private string? _sessionId;
    private FakeSocket? _listener;
    private Task _telling = Task.CompletedTask;

    private FakeDiscord()
    {
    }

    /// <summary>Starts with the bot's id in base64.</summary>
    public static string BotToken => "OTAwMQ.fake.token";

    public static string BotUserId => "9001";

    public string ApiBaseUrl => new Uri(Url, "/api/v10").AbsoluteUri;

    public Ledger<DiscordPost> Posts { get; } = new();

    public int HeartbeatMs { get; set; } = 45_000;

    /// <summary>Whether heartbeats are answered.</summary>
    public bool Acknowledges { get; set; } = true;

    /// <summary>Identifications left; callers must not go below.</summary>
    public int StartsLeft { get; set; } = 1000;

    /// <summary>Close status instead of READY.</summary>
    public int? RefusesWith { get; set; }

    /// <summary>Headers of the next answers to a message.</summary>
    public (string, string)[] LimitHeaders { get; set; } = [];

    public static async Task<FakeDiscord> StartAsync(int port = 0)
    {
        var fake = new FakeDiscord();
        await fake.ListenOnAsync(port);
        return fake;
    }

    /// <summary>Makes every session unknown.</summary>
    public void ForgetSessions() => _sessionId = null;

    /// <summary>Dispatches an event to the connection that identified or resumed last, and keeps it for those that resume.</summary>
    public Task DispatchAsync(string name, JsonObject data, bool connected = true)
    {
        lock (_gate)
        {
            JsonObject frame = new() { ["op"] = 0, ["t"] = name, ["s"] = _dispatched.Count + 1, ["d"] = data };
            _dispatched.Add(frame);
            return connected ? TellLocked(_listener ?? Sockets.All[^1], [frame]) : Task.CompletedTask;
        }
    }

    protected override ApiAnswer Answer(ApiCall call)
    {
        if (!call.Path.StartsWith("/api/v10/webhooks/", StringComparison.Ordinal) && call.Header("authorization") != "Bot " + BotToken)
            return new(401, new JsonObject { ["message"] = "401: Unauthorized", ["code"] = 0 });
        var path = call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return path switch
        {
            ["api", "v10", "gateway", "bot"] => new(200, new JsonObject
            {
                ["url"] = $"ws://{Url.Authority}/gateway",
                ["shards"] = 1,
                ["session_start_limit"] = new JsonObject { ["total"] = 1000, ["remaining"] = StartsLeft, ["reset_after"] = 60_000, ["max_concurrency"] = 1 },
            }),
            ["api", "v10", "channels", var channel, "messages"] when call.Method == "POST" => Create(channel, Fields(call), FileOf(call)),
            ["api", "v10", .. var rest] when Rooms(rest, call) is { } answer => answer,
            _ => new(404, new JsonObject { ["message"] = "404: Not Found", ["code"] = 0 }),
        };
    }

    protected override ApiAnswer Limited(int seconds) => new(
        429,
        new JsonObject { ["message"] = "You are being rate limited.", ["retry_after"] = seconds, ["global"] = false },
        ("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)));

    protected override async Task ServeAsync(FakeSocket socket)
    {
        await socket.SendAsync(new JsonObject { ["op"] = 10, ["d"] = new JsonObject { ["heartbeat_interval"] = HeartbeatMs } });
        await socket.ListenAsync(message => AnswerAsync(socket, message));
    }

    private ApiAnswer Create(string channel, JsonObject body, string? file = null, FakeWebhook? webhook = null)
    {
        var text = body["content"]?.ToString() ?? string.Empty;
        if (string.IsNullOrWhiteSpace(text) && file is null)
            return new(400, new JsonObject { ["message"] = "Cannot send an empty message", ["code"] = 50006 });
        var nonce = body["nonce"]?.ToString();
        if (text.EnumerateRunes().Count() > MaxText || nonce?.Length > 25)
            return new(400, new JsonObject { ["message"] = "Invalid Form Body", ["code"] = 50035 });
        lock (_gate)
        {
            var enforced = body["enforce_nonce"]?.GetValue<bool>() == true;
            if (!enforced || nonce is null || !_nonces.TryGetValue(nonce, out var id))
            {
                id = (++_last).ToString(CultureInfo.InvariantCulture);
                if (nonce is not null)
                    _nonces[nonce] = id;
                var post = new DiscordPost(
                    channel, text, body["message_reference"]?["message_id"]?.ToString(), nonce, id, webhook?.Id, body["username"]?.ToString(), file,
                    body["allowed_mentions"]?["parse"]?.ToJsonString());
                Posts.Add(_ => post);
                Echo(post);
            }

            return new(200, new JsonObject { ["id"] = id, ["channel_id"] = channel, ["content"] = text }, LimitHeaders);
        }
    }

    private async Task AnswerAsync(FakeSocket socket, JsonObject message)
    {
        switch (message["op"]!.GetValue<int>())
        {
            case 1 when Acknowledges:
                await socket.SendAsync(new JsonObject { ["op"] = 11 });
                break;
            case 2 when RefusesWith is { } status:
                await socket.CloseAsync(status);
                break;
            case 2 when message["d"]!["token"]!.ToString() != BotToken:
                await socket.CloseAsync(4004);
                break;
            case 2:
                await BeginAsync(socket);
                break;
            case 6:
                await ResumeAsync(socket, message["d"]!);
                break;
        }
    }

    private Task BeginAsync(FakeSocket socket)
    {
        lock (_gate)
        {
            _sessionId = $"session-{Sockets.Count}";
            JsonObject frame = new()
            {
                ["op"] = 0,
                ["t"] = "READY",
                ["s"] = _dispatched.Count + 1,
                ["d"] = new JsonObject
                {
                    ["v"] = 10,
                    ["session_id"] = _sessionId,
                    ["resume_gateway_url"] = $"ws://{Url.Authority}/resume",
                    ["user"] = new JsonObject { ["id"] = BotUserId, ["bot"] = true },
                },
            };
            _dispatched.Add(frame);
            _listener = socket;
            return TellLocked(socket, [frame]);
        }
    }

    private async Task ResumeAsync(FakeSocket socket, JsonNode data)
    {
        if (_sessionId is null || data["session_id"]!.ToString() != _sessionId)
        {
            await socket.SendAsync(new JsonObject { ["op"] = 9, ["d"] = false });
            return;
        }

        Task told;
        lock (_gate)
        {
            _listener = socket;
            told = TellLocked(
                socket, [.. _dispatched.Skip(data["seq"]!.GetValue<int>()), new JsonObject { ["op"] = 0, ["t"] = "RESUMED", ["s"] = _dispatched.Count, ["d"] = new JsonObject() }]);
        }

        await told;
    }

    /// <summary>One after the other, whoever dispatches; what a connection that is gone does not take is kept for who resumes.</summary>
    private Task TellLocked(FakeSocket socket, IReadOnlyList<JsonObject> frames) => _telling = TellAsync(_telling, socket, [.. frames.Select(frame => frame.ToJsonString())]);

    private static async Task TellAsync(Task before, FakeSocket socket, IReadOnlyList<string> frames)
    {
        await before;
        try
        {
            foreach (var frame in frames)
                await socket.SendAsync(frame);
        }
        catch (Exception fault) when (fault is WebSocketException or InvalidOperationException or IOException or OperationCanceledException)
        {
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using System.Web;

namespace Vespid.Vendors;

/// <summary>
/// A Mattermost server for one bot: creating posts, which takes a pending post id once, and the WebSocket with its challenge and with connections that go on
/// where they were without a second hello.
/// </summary>
public sealed class FakeMattermost : FakeApi
{
    private const int MaxText = 16_383;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _pending = [];
    private readonly List<JsonObject> _events = [];
    private string? _connectionId;
    private long _last;

    private FakeMattermost()
    {
    }

    public static string BotToken => "fakebottoken";

    public static string BotUserId => "botuser0000000000000000000";

    public Ledger<MattermostSent> Posts { get; } = new();

    /// <summary>Whether a wrong token is told so, or the connection just closed.</summary>
    public bool SaysWhy { get; set; } = true;

    public static async Task<FakeMattermost> StartAsync(int port = 0)
    {
        var fake = new FakeMattermost();
        await fake.ListenOnAsync(port);
        return fake;
    }

    /// <summary>As after a restart of the server.</summary>
    public void ForgetConnections() => _connectionId = null;

    /// <summary>Sends an event to the latest connection, and keeps it for the one that goes on.</summary>
    public Task EmitAsync(string name, JsonObject data, bool connected = true)
    {
        JsonObject frame;
        lock (_gate)
        {
            frame = new() { ["event"] = name, ["data"] = data, ["broadcast"] = new JsonObject { ["channel_id"] = "channel-1" }, ["seq"] = _events.Count + 1 };
            _events.Add(frame);
        }

        return connected ? Sockets.All[^1].SendAsync(frame) : Task.CompletedTask;
    }

    protected override ApiAnswer Answer(ApiCall call)
    {
        if (call.Header("authorization") != "Bearer " + BotToken)
            return new(401, new JsonObject { ["id"] = "api.context.session_expired.app_error", ["status_code"] = 401 });
        return call is { Method: "POST", Path: "/api/v4/posts" } ? Create(call.Json) : new(404, new JsonObject { ["id"] = "api.context.404.app_error" });
    }

    protected override ApiAnswer Failed(int status, string description) => new(status, new JsonObject { ["id"] = "fake.error", ["message"] = description });

    protected override Task ServeAsync(FakeSocket socket) => socket.ListenAsync(message => AnswerAsync(socket, message));

    private ApiAnswer Create(JsonObject body)
    {
        var text = body["message"]?.ToString() ?? string.Empty;
        if (text.EnumerateRunes().Count() > MaxText)
            return new(400, new JsonObject { ["id"] = "model.post.is_valid.message_length.app_error" });
        lock (_gate)
        {
            var pending = body["pending_post_id"]?.ToString();
            if (pending is null || !_pending.TryGetValue(pending, out var id))
            {
                id = (++_last).ToString("D26", CultureInfo.InvariantCulture);
                if (pending is not null)
                    _pending[pending] = id;
                Posts.Add(_ => new(body["channel_id"]!.ToString(), text, body["root_id"]?.ToString(), pending, id));
            }

            return new(201, new JsonObject { ["id"] = id });
        }
    }

    private async Task AnswerAsync(FakeSocket socket, JsonObject message)
    {
        var sequence = message["seq"]!.GetValue<long>();
        if (message["action"]!.ToString() == "ping")
        {
            await socket.SendAsync(new JsonObject { ["status"] = "OK", ["data"] = new JsonObject { ["text"] = "pong" }, ["seq_reply"] = sequence });
            return;
        }

        if (message["data"]?["token"]?.ToString() != BotToken)
        {
            if (SaysWhy)
                await socket.SendAsync(new JsonObject { ["status"] = "FAIL", ["error"] = new JsonObject { ["id"] = "api.web_socket_router.bad_token" }, ["seq_reply"] = sequence });
            await socket.CloseAsync(1000);
            return;
        }

        var query = HttpUtility.ParseQueryString(new Uri("ws://fake" + socket.Target).Query);
        await socket.SendAsync(new JsonObject { ["status"] = "OK", ["seq_reply"] = sequence });
        foreach (var frame in Begin(query["connection_id"], query["sequence_number"]))
            await socket.SendAsync(frame);
    }

    private List<JsonObject> Begin(string? connectionId, string? sequence)
    {
        lock (_gate)
        {
            if (!string.IsNullOrEmpty(connectionId) && connectionId == _connectionId)
                return [.. _events.Skip(int.Parse(sequence!, CultureInfo.InvariantCulture) - 1)];
            _events.Clear();
            _connectionId = $"connection-{Sockets.Count}";
            return
            [
                new()
                {
                    ["event"] = "hello",
                    ["data"] = new JsonObject { ["connection_id"] = _connectionId, ["server_version"] = "9.0" },
                    ["broadcast"] = new JsonObject { ["user_id"] = BotUserId },
                    ["seq"] = 0,
                },
            ];
        }
    }
}

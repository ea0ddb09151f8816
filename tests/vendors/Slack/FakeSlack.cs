using System.Globalization;
using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>
/// Slack's Web API and Socket Mode for one app: chat.postMessage, which takes a <c>client_msg_id</c> once, and apps.connections.open with its socket. A
/// refusal is a 200 with <c>ok</c> false, as Slack's are.
/// </summary>
public sealed class FakeSlack : FakeApi
{
    private const int MaxText = 40_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _taken = [];
    private string? _refusal;
    private long _last;

    private FakeSlack()
    {
    }

    public static string BotToken => "xoxb-1-fake";

    public static string AppToken => "xapp-1-A0FAKE-1-secret";

    /// <summary>Base URL for <c>apiBaseUrl</c>.</summary>
    public string ApiBaseUrl => new Uri(Url, "/api").AbsoluteUri;

    public Ledger<SlackPost> Posts { get; } = new();

    /// <summary>Whether a new socket is greeted.</summary>
    public bool Greets { get; set; } = true;

    public static async Task<FakeSlack> StartAsync(int port = 0)
    {
        var fake = new FakeSlack();
        await fake.ListenOnAsync(port);
        return fake;
    }

    /// <summary>Lets the next call answer <c>ok: false</c> with this error.</summary>
    public void RefuseNext(string error) => _refusal = error;

    protected override ApiAnswer Answer(ApiCall call)
    {
        if (Interlocked.Exchange(ref _refusal, null) is { } refusal)
            return Refuse(refusal);
        return call.Path switch
        {
            "/api/chat.postMessage" => call.Header("authorization") == "Bearer " + BotToken ? Post(call.Json) : Refuse("invalid_auth"),
            "/api/apps.connections.open" => call.Header("authorization") == "Bearer " + AppToken ? Open() : Refuse("invalid_auth"),
            _ => Refuse("unknown_method"),
        };
    }

    protected override async Task ServeAsync(FakeSocket socket)
    {
        if (Greets)
            await socket.SendAsync(new JsonObject { ["type"] = "hello", ["num_connections"] = 1 });
        await socket.ListenAsync(_ => Task.CompletedTask);
    }

    private static ApiAnswer Refuse(string error) => new(200, new JsonObject { ["ok"] = false, ["error"] = error });

    private ApiAnswer Open() => new(200, new JsonObject { ["ok"] = true, ["url"] = $"ws://{Url.Authority}/link?ticket=t-1" });

    private ApiAnswer Post(JsonObject body)
    {
        var (channel, text) = (body["channel"]?.ToString(), body["text"]?.ToString());
        if (string.IsNullOrEmpty(channel))
            return Refuse("channel_not_found");
        if (string.IsNullOrWhiteSpace(text))
            return Refuse("no_text");
        if (text.Length > MaxText)
            return Refuse("msg_too_long");
        return new(200, new JsonObject { ["ok"] = true, ["channel"] = channel, ["ts"] = Take(channel, text, body) });
    }

    private string Take(string channel, string text, JsonObject body)
    {
        lock (_gate)
        {
            var id = body["client_msg_id"]?.ToString();
            if (id is not null && _taken.TryGetValue(id, out var earlier))
                return earlier;
            var ts = string.Create(CultureInfo.InvariantCulture, $"1700000000.{++_last:D6}");
            if (id is not null)
                _taken[id] = ts;
            var seen = text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
            Posts.Add(_ => new(channel, seen, body["thread_ts"]?.ToString(), id, ts));
            return ts;
        }
    }
}

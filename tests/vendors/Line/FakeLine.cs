using System.Globalization;
using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>
/// LINE's Messaging API for one channel: replies, each token once, and pushes, each retry key once (409 with the accepted request's id after that). A retry
/// key on a reply is refused, as LINE refuses it.
/// </summary>
public sealed class FakeLine : FakeApi
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _replyTokens = [];
    private readonly Dictionary<string, string> _taken = [];
    private long _last = 400_000;

    private FakeLine()
    {
    }

    public static string AccessToken => "fake-channel-access-token";

    public Ledger<LineSent> Sent { get; } = new();

    public static async Task<FakeLine> StartAsync(int port = 0)
    {
        var fake = new FakeLine();
        await fake.ListenOnAsync(port);
        return fake;
    }

    /// <summary>A token that is good for one reply.</summary>
    public string IssueReplyToken()
    {
        lock (_gate)
        {
            var token = string.Create(CultureInfo.InvariantCulture, $"reply-{_replyTokens.Count + 1}");
            _replyTokens.Add(token);
            return token;
        }
    }

    /// <summary>As after a minute.</summary>
    public void ExpireReplyTokens()
    {
        lock (_gate)
            _replyTokens.Clear();
    }

    protected override ApiAnswer Answer(ApiCall call)
    {
        if (call.Header("authorization") != "Bearer " + AccessToken)
            return Refuse(401, "Authentication failed. Confirm that the access token in the authorization header is valid.");
        lock (_gate)
        {
            return call.Path switch
            {
                "/v2/bot/message/reply" => Reply(call),
                "/v2/bot/message/push" => Push(call),
                _ => Refuse(404, "Not found"),
            };
        }
    }

    private static ApiAnswer Refuse(int status, string message) => new(status, new JsonObject { ["message"] = message });

    private ApiAnswer Reply(ApiCall call)
    {
        var token = call.Json["replyToken"]?.ToString() ?? "";
        if (call.Header("x-line-retry-key") is not null)
            return Refuse(400, "The retry key is not supported");
        return _replyTokens.Remove(token) ? Take("reply", token, call) : Refuse(400, "Invalid reply token");
    }

    private ApiAnswer Push(ApiCall call)
    {
        var key = call.Header("x-line-retry-key");
        if (key is not null && !Guid.TryParse(key, out _))
            return Refuse(400, "The retry key is malformed");
        if (key is not null && _taken.TryGetValue(key, out var earlier))
            return new(409, new JsonObject { ["message"] = "The retry key is already accepted", ["sentMessages"] = SentMessages(earlier) }, ("X-Line-Accepted-Request-Id", "request-" + earlier));
        return Take("push", call.Json["to"]?.ToString() ?? "", call);
    }

    private ApiAnswer Take(string way, string target, ApiCall call)
    {
        var text = call.Json["messages"]![0]!["text"]!.ToString();
        if (text.Length is 0 or > 5000)
            return Refuse(400, "The request body has 1 error(s)");
        var id = (++_last).ToString(CultureInfo.InvariantCulture);
        var key = call.Header("x-line-retry-key");
        if (key is not null)
            _taken[key] = id;
        Sent.Add(_ => new(way, target, text, key, id));
        return new(200, new JsonObject { ["sentMessages"] = SentMessages(id) });
    }

    private static JsonArray SentMessages(string id) => [new JsonObject { ["id"] = id, ["quoteToken"] = "q" }];
}

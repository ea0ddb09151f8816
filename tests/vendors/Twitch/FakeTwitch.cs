using System.Globalization;
using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>Helix for one bot: sending chat messages. A message that nobody sees is answered with 200 and the reason, as Twitch's are.</summary>
public sealed class FakeTwitch : FakeApi
{
    private const int MaxText = 500;
    private long _last;
    private string? _drop;

    private FakeTwitch()
    {
    }

    public static string AccessToken => "fakeuseraccesstoken";

    public static string ClientId => "fakeclientid";

    public static string BotUserId => "9001";

    public string ApiBaseUrl => new Uri(Url, "/helix").AbsoluteUri;

    public Ledger<TwitchSent> Sent { get; } = new();

    /// <summary>Unix second of <c>Ratelimit-Reset</c>, which a refusal carries instead of <c>Retry-After</c>; null for the latter.</summary>
    public long? ResetsAt { get; set; }

    public static async Task<FakeTwitch> StartAsync(int port = 0)
    {
        var fake = new FakeTwitch();
        await fake.ListenOnAsync(port);
        return fake;
    }

    /// <summary>Lets nobody see the next message, for this reason.</summary>
    public void DropNext(string code) => _drop = code;

    protected override ApiAnswer Answer(ApiCall call)
    {
        if (call.Header("authorization") != "Bearer " + AccessToken || call.Header("client-id") != ClientId)
            return Failed(401, "Invalid OAuth token");
        return call is { Method: "POST", Path: "/helix/chat/messages" } ? Send(call.Json) : Failed(404, "Not Found");
    }

    protected override ApiAnswer Limited(int seconds) => ResetsAt is { } reset
        ? new(429, Error(429, "Too Many Requests"), ("Ratelimit-Reset", reset.ToString(CultureInfo.InvariantCulture)))
        : new(429, Error(429, "Too Many Requests"), ("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)));

    protected override ApiAnswer Failed(int status, string description) => new(status, Error(status, description));

    private static JsonObject Error(int status, string message) => new() { ["error"] = "Error", ["status"] = status, ["message"] = message };

    private ApiAnswer Send(JsonObject body)
    {
        var text = body["message"]?.ToString() ?? "";
        if (text.Length == 0 || text.EnumerateRunes().Count() > MaxText)
            return Failed(422, "The message is too large");
        if (body["sender_id"]?.ToString() != BotUserId)
            return Failed(400, "The sender_id does not match the user of the token");
        if (Interlocked.Exchange(ref _drop, null) is { } code)
            return Taken(new() { ["message_id"] = "", ["is_sent"] = false, ["drop_reason"] = new JsonObject { ["code"] = code, ["message"] = "dropped" } });
        var id = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{Interlocked.Increment(ref _last):D12}");
        Sent.Add(_ => new(body["broadcaster_id"]!.ToString(), BotUserId, text, body["reply_parent_message_id"]?.ToString(), id));
        return Taken(new() { ["message_id"] = id, ["is_sent"] = true });
    }

    private static ApiAnswer Taken(JsonObject message) => new(200, new JsonObject { ["data"] = new JsonArray(message) });
}

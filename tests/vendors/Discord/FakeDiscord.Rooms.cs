using System.Globalization;
using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>Channels with their history, webhooks that speak as others, and permissions: what bridges need beyond a bot's own messages.</summary>
public sealed partial class FakeDiscord
{
    private const int UnknownMessage = 10008;
    private const string Guild = "700";
    private readonly List<FakeWebhook> _webhooks = [];
    private readonly List<(string Channel, JsonObject Message)> _history = [];

    /// <summary>Edits and deletions that were made.</summary>
    public Ledger<DiscordChange> Changes { get; } = new();

    /// <summary>Whether the gateway tells the bot of what the bot and its webhooks say, before the call that says it is answered, as Discord may.</summary>
    public bool Echoes { get; set; }

    /// <summary>Whether the bot may manage webhooks.</summary>
    public bool AllowsWebhooks { get; set; } = true;

    /// <summary>Whether the bot is no more in any channel.</summary>
    public bool IsOut { get; set; }

    /// <summary>Permission bits of everybody.</summary>
    public long Permissions { get; set; } = (1 << 10) | (1 << 11) | (1 << 15) | (1 << 16) | (1 << 29);

    public IReadOnlyList<string> WebhookIds
    {
        get
        {
            lock (_gate)
                return [.. _webhooks.Select(webhook => webhook.Id)];
        }
    }

    /// <summary>Somebody says something.</summary>
    /// <returns>Id of the message.</returns>
    public async Task<string> SayAsync(string channel, string userId, string text, Action<JsonObject>? more = null, bool connected = true)
    {
        JsonObject message;
        lock (_gate)
        {
            message = Message((++_last).ToString(CultureInfo.InvariantCulture), channel, text, new JsonObject { ["id"] = userId, ["username"] = "user" + userId });
            more?.Invoke(message);
            _history.Add((channel, message));
        }

        await DispatchAsync("MESSAGE_CREATE", (JsonObject)message.DeepClone(), connected);
        return message["id"]!.ToString();
    }

    /// <summary>Somebody says something while the session is lost: it is in the history only.</summary>
    public string SayUnheard(string channel, string userId, string text)
    {
        lock (_gate)
        {
            var message = Message((++_last).ToString(CultureInfo.InvariantCulture), channel, text, new JsonObject { ["id"] = userId, ["username"] = "user" + userId });
            _history.Add((channel, message));
            return message["id"]!.ToString();
        }
    }

    public Task EditAsync(string channel, string id, string userId, string text, string at) => DispatchAsync(
        "MESSAGE_UPDATE",
        Message(id, channel, text, new JsonObject { ["id"] = userId, ["username"] = "user" + userId }, at));

    public Task DeleteAsync(string channel, params string[] ids) => ids.Length == 1
        ? DispatchAsync("MESSAGE_DELETE", new JsonObject { ["id"] = ids[0], ["channel_id"] = channel, ["guild_id"] = Guild })
        : DispatchAsync(
            "MESSAGE_DELETE_BULK", new JsonObject { ["ids"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]), ["channel_id"] = channel, ["guild_id"] = Guild });

    private static JsonObject Message(string id, string channel, string text, JsonObject author, string? editedAt = null) => new()
    {
        ["id"] = id,
        ["type"] = 0,
        ["channel_id"] = channel,
        ["guild_id"] = Guild,
        ["content"] = text,
        ["author"] = author,
        ["timestamp"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        ["edited_timestamp"] = editedAt,
        ["mentions"] = new JsonArray(),
        ["attachments"] = new JsonArray(),
    };

    private ApiAnswer? Rooms(string[] path, ApiCall call) => path switch
    {
        ["users", "@me"] => new(200, new JsonObject { ["id"] = BotUserId, ["username"] = "vespid" }),
        ["channels", var channel] => Found(channel),
        ["guilds", Guild, "roles"] => new(200, new JsonArray(new JsonObject { ["id"] = Guild, ["permissions"] = Permissions.ToString(CultureInfo.InvariantCulture) })),
        ["guilds", Guild, "members", _] => new(200, new JsonObject { ["roles"] = new JsonArray() }),
        ["channels", var channel, "webhooks"] => Webhooks(channel, call),
        ["channels", var channel, "messages"] => After(channel, call.Query),
        ["channels", var channel, "messages", var id] => Change(channel, id, call, null),
        ["webhooks", var id, var token] => Webhook(id, token) is { } webhook ? Create(webhook.Channel, Fields(call), FileOf(call), webhook) : Unknown(10015, "Unknown Webhook"),
        ["webhooks", var id, var token, "messages", var message] =>
            Webhook(id, token) is { } webhook ? Change(webhook.Channel, message, call, webhook.Id) : Unknown(10015, "Unknown Webhook"),
        _ => null,
    };

    private ApiAnswer Found(string channel) => IsOut
        ? new(403, new JsonObject { ["message"] = "Missing Access", ["code"] = 50001 })
        : new(200, new JsonObject { ["id"] = channel, ["guild_id"] = Guild, ["name"] = "fake", ["permission_overwrites"] = new JsonArray() });

    private ApiAnswer Webhooks(string channel, ApiCall call)
    {
        if (!AllowsWebhooks)
            return new(403, new JsonObject { ["message"] = "Missing Permissions", ["code"] = 50013 });
        lock (_gate)
        {
            if (call.Method == "POST")
                _webhooks.Add(new((++_last).ToString(CultureInfo.InvariantCulture), "token" + _last, channel, call.Json["name"]!.ToString()));
            var known = _webhooks.Where(webhook => webhook.Channel == channel).Select(Shown).ToArray();
            return new(200, call.Method == "POST" ? known[^1] : new JsonArray([.. known]));
        }
    }

    private static JsonObject Shown(FakeWebhook webhook) => new()
    {
        ["id"] = webhook.Id,
        ["token"] = webhook.Token,
        ["channel_id"] = webhook.Channel,
        ["name"] = webhook.Name,
    };

    private FakeWebhook? Webhook(string id, string token)
    {
        lock (_gate)
            return _webhooks.FirstOrDefault(webhook => webhook.Id == id && webhook.Token == token);
    }

    private ApiAnswer After(string channel, string query)
    {
        var after = ulong.Parse(query.Split("after=")[1].Split('&')[0], CultureInfo.InvariantCulture);
        lock (_gate)
        {
            // Newest first, as Discord gives them.
            var found = _history.Where(said => said.Channel == channel && ulong.Parse(said.Message["id"]!.ToString(), CultureInfo.InvariantCulture) > after)
                .Select(said => said.Message.DeepClone()).Take(100).Reverse();
            return new(200, new JsonArray([.. found]));
        }
    }

    private ApiAnswer Change(string channel, string id, ApiCall call, string? webhook)
    {
        var gone = Changes.All.Any(change => change.Id == id && change.Text is null);
        if (gone || Posts.All.FirstOrDefault(post => post.Id == id) is not { } known || (webhook is not null && known.Webhook != webhook))
            return Unknown(UnknownMessage, "Unknown Message");
        // A bot may change what it wrote itself, and what a webhook wrote only through that.
        if (known.Webhook != webhook)
        {
            return call.Method == "DELETE"
                ? new(403, new JsonObject { ["message"] = "Missing Permissions", ["code"] = 50013 })
                : new(403, new JsonObject { ["message"] = "Cannot edit a message authored by another user", ["code"] = 50005 });
        }

        var text = call.Method == "DELETE" ? null : call.Json["content"]!.ToString();
        Changes.Add(_ => new(channel, id, text));
        if (Echoes && text is null)
            Tell("MESSAGE_DELETE", new JsonObject { ["id"] = id, ["channel_id"] = channel, ["guild_id"] = Guild });
        return text is null ? new(204, null) : new(200, new JsonObject { ["id"] = id, ["content"] = text });
    }

    private static ApiAnswer Unknown(int code, string message) => new(404, new JsonObject { ["message"] = message, ["code"] = code });

    private void Echo(DiscordPost post)
    {
        if (!Echoes)
            return;
        var message = Message(
            post.Id, post.Channel, post.Text,
            post.Webhook is null
                ? new JsonObject { ["id"] = BotUserId, ["username"] = "vespid", ["bot"] = true }
                : new JsonObject { ["id"] = post.Webhook, ["username"] = post.Username, ["bot"] = true });
        if (post.Webhook is not null)
            message["webhook_id"] = post.Webhook;
        Tell("MESSAGE_CREATE", message);
    }

    private void Tell(string name, JsonObject data)
    {
        if (Sockets.Count > 0)
            DispatchAsync(name, data).ContinueWith(told => _ = told.Exception, TaskScheduler.Default);
    }

    /// <summary>JSON, or the field <c>payload_json</c> of a form.</summary>
    private static JsonObject Fields(ApiCall call)
    {
        if (call.Body.StartsWith('{'))
            return call.Json;
        var start = call.Body.IndexOf("payload_json", StringComparison.Ordinal);
        start = start < 0 ? -1 : call.Body.IndexOf('{', start);
        if (start < 0)
            return [];
        var end = call.Body.IndexOf("\r\n--", start, StringComparison.Ordinal);
        return JsonNode.Parse(call.Body[start..end])!.AsObject();
    }

    private static string? FileOf(ApiCall call)
    {
        const string Mark = "filename=";
        var at = call.Body.StartsWith('{') ? -1 : call.Body.IndexOf(Mark, StringComparison.Ordinal);
        return at < 0 ? null : call.Body[(at + Mark.Length)..].Split('\r', ';')[0].Trim('"');
    }

    private sealed record FakeWebhook(string Id, string Token, string Channel, string Name);
}

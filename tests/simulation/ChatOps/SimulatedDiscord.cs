using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Outside;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>Discord for one bot. Whatever the bot or its webhooks say, change and take back comes in through the gateway again.</summary>
internal sealed class SimulatedDiscord(Schedule schedule, WorldTime time, Dice dice, ChatBooks books, Tally tally, Trace trace)
{
    public const string Host = "discord.com";
    public const string Token = "simulated";
    public const string BotId = "9001";

    private const int MaxText = 2000;
    private const string Guild = "700";
    private const ulong FirstId = 1_400_000_000_000_000_000;

    /// <summary>"The past few minutes" of an enforced nonce.</summary>
    private static readonly TimeSpan NonceLasts = TimeSpan.FromMinutes(3);

    private readonly Travels _travels = new(schedule, time, dice.Fork());
    private readonly Dictionary<string, (TimeSpan At, string Id)> _nonces = [];
    private readonly List<(string Id, ChatPlace Place, JsonObject Shown)> _webhooks = [];
    private readonly Dictionary<ChatPlace, List<(ulong Id, Func<JsonObject?> Shown)>> _history = ChatSettings.Places.ToDictionary(static place => place, static _ => new List<(ulong, Func<JsonObject?>)>());
    private ulong _lastId = FirstId;
    private int _edits;

    public PlatformTroubles Troubles { get; } = new("discord", dice.Fork(), tally);

    public DiscordSessions Sessions { get; } = new(schedule, time, dice.Fork(), tally, trace);

    /// <summary>A request is on its way.</summary>
    public event Action? Leaving;

    /// <summary>A message was taken, and its sender does not know that yet.</summary>
    public event Action? Taken;

    public string NextId() => (++_lastId).ToString(CultureInfo.InvariantCulture);

    public void Says(Said said, string? replyTo)
    {
        var answered = said.Answers?.Text;
        JsonObject Shown()
        {
            var message = Message(said.Place, said.Id, said.Text, new JsonObject { ["id"] = "201", ["username"] = "cleo", ["global_name"] = "Cleo" });
            if (replyTo is not null)
            {
                message["type"] = 19;
                message["message_reference"] = new JsonObject { ["message_id"] = replyTo, ["channel_id"] = said.Place.ExternalId };
                message["referenced_message"] = new JsonObject { ["content"] = answered, ["author"] = new JsonObject { ["username"] = "dan" } };
            }

            return message;
        }

        _history[said.Place].Add((ulong.Parse(said.Id, CultureInfo.InvariantCulture), () => said.IsDeleted ? null : Shown()));
        Sessions.Dispatch("MESSAGE_CREATE", Shown(), said);
    }

    public void Edits(Said said) => Sessions.Dispatch(
        "MESSAGE_UPDATE", Edited(Message(said.Place, said.Id, said.Text, new JsonObject { ["id"] = "201", ["username"] = "cleo", ["global_name"] = "Cleo" })), said);

    public void Deletes(IReadOnlyList<Said> said)
    {
        var data = new JsonObject { ["channel_id"] = said[0].Place.ExternalId, ["guild_id"] = Guild };
        if (said.Count == 1)
            data["id"] = said[0].Id;
        else
            data["ids"] = new JsonArray([.. said.Select(static one => JsonValue.Create(one.Id))]);
        Sessions.Dispatch(said.Count == 1 ? "MESSAGE_DELETE" : "MESSAGE_DELETE_BULK", data, [.. said]);
    }

    public async Task<HttpResponseMessage> SendAsync(SimulatedHost host, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = $"{request.Method} {(request.RequestUri!.Segments[3].StartsWith("webhooks", StringComparison.Ordinal) ? "webhook" : request.RequestUri.Segments[^1].TrimEnd('/') is "webhooks" or "@me" ? "lookup" : "message")}";
        var trouble = Troubles.Next(call, mayBeLate: request.Method != HttpMethod.Patch);
        if (trouble == SendTrouble.NoConnection)
            throw new HttpRequestException(HttpRequestError.ConnectionError);
        JsonElement body = default;
        if (request.Content is not null)
        {
            using var sent = JsonDocument.Parse(await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            body = sent.RootElement.Clone();
        }

        if (request.Method != HttpMethod.Get)
        {
            trace.Add(time.Now, host.Process.Number, call, request.RequestUri.AbsolutePath);
            Leaving?.Invoke();
        }

        HttpResponseMessage? answer = null;
        return await _travels.SendAsync(
            host, trouble, () => answer = Take(request.Method.Method, request.RequestUri.AbsolutePath.Split('/')[3..], request.RequestUri.Query, body), () => Troubles.Garbles(call) ? Garbled() : answer!, static _ => { },
            cancellationToken).ConfigureAwait(false);
    }

    private static HttpResponseMessage Answer(int status, JsonNode? body) =>
        new((HttpStatusCode)status) { Content = new ByteArrayContent(body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString())) };

    private static HttpResponseMessage Garbled() => new(HttpStatusCode.OK) { Content = new ByteArrayContent("<html>"u8.ToArray()) };

    private static HttpResponseMessage Refused(int status, int code, string message) => Answer(status, new JsonObject { ["message"] = message, ["code"] = code });

    private static ChatPlace PlaceOf(string channel) => ChatSettings.Places.Single(place => place.ExternalId == channel);

    private HttpResponseMessage Take(string method, string[] path, string query, JsonElement body) => (method, path) switch
    {
        ("GET", ["users", "@me"]) => Answer(200, new JsonObject { ["id"] = BotId, ["username"] = "rooms" }),
        (_, ["channels", var channel, "webhooks"]) => Webhooks(method, PlaceOf(channel), body),
        ("GET", ["channels", var channel, "messages"]) => After(PlaceOf(channel), query),
        ("POST", ["channels", var channel, "messages"]) => Create(PlaceOf(channel), body, null),
        (_, ["channels", var channel, "messages", var id]) => Change(method, PlaceOf(channel), id, body, null),
        ("POST", ["webhooks", var webhook, _]) => Create(Webhook(webhook), body, webhook),
        (_, ["webhooks", var webhook, _, "messages", var id]) => Change(method, Webhook(webhook), id, body, webhook),
        _ => Refused(404, 0, "404: Not Found"),
    };

    private ChatPlace Webhook(string id) => _webhooks.Find(webhook => webhook.Id == id).Place;

    private HttpResponseMessage Webhooks(string method, ChatPlace place, JsonElement body)
    {
        if (method != "POST")
            return Answer(200, new JsonArray([.. _webhooks.Where(webhook => webhook.Place == place).Select(static webhook => webhook.Shown.DeepClone())]));
        var id = NextId();
        var shown = new JsonObject { ["id"] = id, ["token"] = "token-" + id, ["channel_id"] = place.ExternalId, ["name"] = body.GetProperty("name").GetString() };
        _webhooks.Add((id, place, shown));
        tally.Count("webhooks made");
        return Answer(200, shown.DeepClone());
    }

    /// <summary>Newest first, as Discord gives them.</summary>
    private HttpResponseMessage After(ChatPlace place, string query)
    {
        var after = ulong.Parse(query.Split("after=")[1].Split('&')[0], CultureInfo.InvariantCulture);
        tally.Count("catch-ups");
        return Answer(200, new JsonArray([.. _history[place].Where(one => one.Id > after).Select(static one => one.Shown()).OfType<JsonObject>().Take(100).Reverse()]));
    }

    private HttpResponseMessage Create(ChatPlace place, JsonElement body, string? webhook)
    {
        var text = body.GetProperty("content").GetString()!;
        if (text.Length is 0 or > MaxText)
            return Refused(400, 50035, "Invalid Form Body");
        var nonce = body.TryGetProperty("nonce", out var given) ? given.GetString() : null;
        if (nonce is not null && _nonces.TryGetValue(nonce, out var before) && time.Now - before.At < NonceLasts)
        {
            tally.Count("nonces known");
            return Answer(200, new JsonObject { ["id"] = before.Id });
        }

        var id = NextId();
        if (nonce is not null)
            _nonces[nonce] = (time.Now, id);
        books.Posted(place, id, text, body.TryGetProperty("message_reference", out var reply) ? reply.GetProperty("message_id").GetString() : null, webhook);
        var copy = books.Find(place, id)!;
        _history[place].Add((_lastId, () => copy.IsGone ? null : Echo(copy)));
        Sessions.Dispatch("MESSAGE_CREATE", Echo(copy));
        Taken?.Invoke();
        return Answer(200, new JsonObject { ["id"] = id, ["channel_id"] = place.ExternalId });
    }

    private HttpResponseMessage Change(string method, ChatPlace place, string id, JsonElement body, string? webhook)
    {
        if (books.Find(place, id) is not { } copy || (webhook is not null && copy.Webhook != webhook))
            return Refused(404, 10008, "Unknown Message");
        // A bot may change what it wrote itself, and what its webhooks wrote only through them.
        if (copy.Webhook != webhook)
            return method == "PATCH" ? Refused(403, 50005, "Cannot edit a message authored by another user") : Refused(403, 50013, "Missing Permissions");
        if (method == "DELETE")
        {
            copy.IsGone = true;
            Sessions.Dispatch("MESSAGE_DELETE", new JsonObject { ["id"] = id, ["channel_id"] = place.ExternalId, ["guild_id"] = Guild });
        }
        else if (body.GetProperty("content").GetString() is { Length: > 0 and <= MaxText } text)
        {
            copy.Text = text;
            Sessions.Dispatch("MESSAGE_UPDATE", Edited(Echo(copy)));
        }
        else
        {
            return Refused(400, 50035, "Invalid Form Body");
        }

        tally.Count(method == "DELETE" ? "deletions made" : "edits made");
        Taken?.Invoke();
        return method == "DELETE" ? Answer(204, null) : Answer(200, new JsonObject { ["id"] = id });
    }

    private JsonObject Echo(PlatformCopy copy)
    {
        var message = Message(copy.Place, copy.Id, copy.Text, new JsonObject { ["id"] = copy.Webhook ?? BotId, ["username"] = "rooms", ["bot"] = true });
        if (copy.Webhook is not null)
            message["webhook_id"] = copy.Webhook;
        return message;
    }

    private JsonObject Message(ChatPlace place, string id, string text, JsonObject author) => new()
    {
        ["id"] = id,
        ["type"] = 0,
        ["channel_id"] = place.ExternalId,
        ["guild_id"] = Guild,
        ["content"] = text,
        ["author"] = author,
        ["timestamp"] = time.Wall.ToString("O", CultureInfo.InvariantCulture),
        ["edited_timestamp"] = null,
        ["mentions"] = new JsonArray(),
        ["attachments"] = new JsonArray(),
    };

    /// <summary>No two edits have the same time.</summary>
    private JsonObject Edited(JsonObject message)
    {
        message["edited_timestamp"] = time.Wall.AddTicks(10L * ++_edits).ToString("O", CultureInfo.InvariantCulture);
        return message;
    }
}

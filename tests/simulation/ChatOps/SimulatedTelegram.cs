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

/// <summary>The Bot API for one bot. What the bot says itself it never hears.</summary>
internal sealed class SimulatedTelegram(Schedule schedule, WorldTime time, Dice dice, ChatBooks books, Tally tally, Trace trace)
{
    public const string Host = "api.telegram.org";
    public const string Token = "4712:simulated";

    private const string BotId = "4712";
    private const int MaxText = 4096;

    private readonly Travels _travels = new(schedule, time, dice.Fork());
    private readonly Dictionary<string, int> _lastIds = [];

    public PlatformTroubles Troubles { get; } = new("telegram", dice.Fork(), tally);

    public TelegramPolls Polls { get; } = new(schedule, time, dice.Fork(), tally);

    /// <summary>A request is on its way.</summary>
    public event Action? Leaving;

    /// <summary>A message was taken, and its sender does not know that yet.</summary>
    public event Action? Taken;

    public static HttpResponseMessage Ok(string result) => Answer(HttpStatusCode.OK, $"{{\"ok\":true,\"result\":{result}}}");

    public static HttpResponseMessage Refused(int code, string description) =>
        Answer((HttpStatusCode)code, new JsonObject { ["ok"] = false, ["error_code"] = code, ["description"] = description }.ToJsonString());

    /// <summary>The id that the next message of a chat has.</summary>
    public string NextId(ChatPlace place)
    {
        var id = _lastIds[place.ExternalId] = _lastIds.GetValueOrDefault(place.ExternalId) + 1;
        return id.ToString(CultureInfo.InvariantCulture);
    }

    public void Says(Said said, string? replyTo) => Push("message", said, said.Text, replyTo);

    /// <summary>Telegram tells of no deletion; the bridge takes a single dot for one.</summary>
    public void Edits(Said said) => Push("edited_message", said, said.IsDeleted ? "." : said.Text, null);

    public async Task<HttpResponseMessage> SendAsync(SimulatedHost host, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var method = request.RequestUri!.Segments[^1];
        var trouble = Troubles.Next(method, mayBeLate: method is not ("editMessageText" or "getUpdates"));
        // Before the first byte: the caller may be sure that nothing was done.
        if (trouble == SendTrouble.NoConnection)
            throw new HttpRequestException(HttpRequestError.ConnectionError);
        using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        var fields = body.RootElement.Clone();
        if (method == "getUpdates" && trouble == SendTrouble.None)
            return await Polls.WaitAsync(host, fields, cancellationToken).ConfigureAwait(false);
        if (method is not ("getUpdates" or "getMe"))
        {
            trace.Add(time.Now, host.Process.Number, method, fields.GetProperty("chat_id").ToString());
            Leaving?.Invoke();
        }

        HttpResponseMessage? answer = null;
        return await _travels.SendAsync(host, trouble, () => answer = Take(method, fields), () => Troubles.Garbles(method) ? Answer(HttpStatusCode.OK, "<html>") : answer!, static _ => { }, cancellationToken).ConfigureAwait(false);
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string json) => new(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) };

    private HttpResponseMessage Take(string method, JsonElement body) => method switch
    {
        "getMe" => Ok($"{{\"id\":{BotId},\"is_bot\":true,\"first_name\":\"Rooms\",\"username\":\"rooms_bot\"}}"),
        "getUpdates" => Ok("[]"),
        "sendMessage" => Send(body),
        "editMessageText" => Edit(body),
        "deleteMessage" => Delete(body),
        _ => Refused(404, "Not Found"),
    };

    private HttpResponseMessage Send(JsonElement body)
    {
        var (place, text) = (PlaceOf(body), body.GetProperty("text").GetString()!);
        if (text.Length == 0 || text.Length > 2 * MaxText)
            return Refused(400, text.Length == 0 ? "Bad Request: message text is empty" : "Bad Request: message is too long");
        var id = NextId(place);
        books.Posted(place, id, text, body.TryGetProperty("reply_parameters", out var reply) ? reply.GetProperty("message_id").ToString() : null, null);
        Taken?.Invoke();
        return Ok($"{{\"message_id\":{id}}}");
    }

    private HttpResponseMessage Edit(JsonElement body)
    {
        var text = body.GetProperty("text").GetString()!;
        if (books.Find(PlaceOf(body), body.GetProperty("message_id").ToString()) is not { } copy)
            return Refused(400, "Bad Request: message to edit not found");
        if (copy.Text == text)
            return Refused(400, "Bad Request: message is not modified");
        copy.Text = text;
        tally.Count("edits made");
        Taken?.Invoke();
        return Ok("true");
    }

    private HttpResponseMessage Delete(JsonElement body)
    {
        if (books.Find(PlaceOf(body), body.GetProperty("message_id").ToString()) is not { } copy)
            return Refused(400, "Bad Request: message to delete not found");
        copy.IsGone = true;
        tally.Count("deletions made");
        Taken?.Invoke();
        return Ok("true");
    }

    private static ChatPlace PlaceOf(JsonElement body) => ChatSettings.Places.Single(place => place.IsTelegram && place.ExternalId == body.GetProperty("chat_id").ToString());

    private void Push(string kind, Said said, string text, string? replyTo)
    {
        var message = new JsonObject
        {
            ["message_id"] = int.Parse(said.Id, CultureInfo.InvariantCulture),
            ["date"] = time.Wall.ToUnixTimeSeconds(),
            ["edit_date"] = time.Wall.ToUnixTimeSeconds(),
            ["chat"] = new JsonObject { ["id"] = long.Parse(said.Place.ExternalId, CultureInfo.InvariantCulture), ["type"] = "supergroup", ["title"] = said.Place.ExternalId },
            ["from"] = new JsonObject { ["id"] = 101, ["is_bot"] = false, ["first_name"] = "Ann", ["username"] = "ann" },
            ["text"] = text,
        };
        if (replyTo is not null)
        {
            message["reply_to_message"] = new JsonObject
            {
                ["message_id"] = int.Parse(replyTo, CultureInfo.InvariantCulture),
                ["text"] = said.Answers!.Text,
                ["from"] = new JsonObject { ["id"] = 102, ["first_name"] = "Ben" },
            };
        }

        Polls.Push(new JsonObject { ["update_id"] = Polls.NextId, [kind] = message }.ToJsonString());
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Channels;

/// <summary>
/// Subscribes to the ship's <c>chat</c> and <c>channels</c> agents over one Eyre channel. Events are acknowledged once they are committed, and the channel
/// outlives a connection: what came in between is read first.
/// </summary>
internal sealed class TlonReceiver(TenantHttp http, TlonFacts facts, IIdSource ids, TimeProvider time) : IChannelReceiver
{
    private const int MaxEvent = 4 * 1024 * 1024;
    private const int Gone = 404;
    private const int Chat = 1;
    private const int Channels = 2;

    public string ChannelId => "tlon";

    public string NeededSetting => Connections.ReceiveSetting;

    public string? ConnectionKey(ChannelAccount account) =>
        account.Setting(Connections.ReceiveSetting) == "events" && http.BaseOf(account) is { } root && account.Secrets(TlonSender.Code).Count > 0
            ? $"tlon:{account.Setting("ship") ?? root.Authority}" : null;

    public async Task RunAsync(ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken)
    {
        var ship = new TlonShip(http, http.BaseOf(account) ?? throw new ReceiverException("tlon_base_url_refused", isFatal: true));
        if (await ship.LoginAsync(account.Secrets(TlonSender.Code)[0], cancellationToken) is { } refused)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ReceiverException(
                refused is PostResult.Answered answer ? $"tlon_login_{answer.Status}" : "tlon_unreachable", isFatal: refused is PostResult.Answered { Status: 400 or 401 or 403 });
        }

        var bot = account.Setting("ship") ?? ship.Name ?? throw new ReceiverException("tlon_ship_unknown", isFatal: true);
        var cursor = TlonCursor.Parse(sink.Cursor);
        var opened = cursor is null ? null : await ResumeAsync(ship, cursor, cancellationToken);
        if (opened is null)
        {
            cursor = new("vespid-" + ids.NewId().ToString("N"), -1);
            await SubscribeAsync(ship, cursor.Channel, cancellationToken);
            opened = await ship.OpenAsync(cursor.Channel, null, time, cancellationToken);
            await sink.DeliverAsync([], cursor.ToString(), cancellationToken);
        }

        using var response = opened;
        if (!response.IsSuccessStatusCode)
            throw new ReceiverException($"tlon_{(int)response.StatusCode}");
        await sink.ConnectedAsync(cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var events = new EventStream(new LineReader(stream, MaxEvent, sink.Heard), MaxEvent);
        while (await events.ReadAsync(cancellationToken) is { } received)
            cursor = await TakeAsync(new(ship, account, bot, sink), cursor!, received, cancellationToken);
    }

    /// <returns>Null when the ship has forgotten the channel.</returns>
    private async Task<HttpResponseMessage?> ResumeAsync(TlonShip ship, TlonCursor cursor, CancellationToken cancellationToken)
    {
        var last = cursor.Event < 0 ? null : cursor.Event.ToString(CultureInfo.InvariantCulture);
        var response = await ship.OpenAsync(cursor.Channel, last, time, cancellationToken);
        if ((int)response.StatusCode != Gone)
            return response;
        response.Dispose();
        return null;
    }

    private static async Task SubscribeAsync(TlonShip ship, string channel, CancellationToken cancellationToken)
    {
        foreach (var (id, app, path) in new[] { (Chat, "chat", "/v3"), (Channels, "channels", "/v2") })
        {
            var action = new JsonObject { ["id"] = id, ["action"] = "subscribe", ["ship"] = (ship.Name ?? string.Empty).TrimStart('~'), ["app"] = app, ["path"] = path };
            var result = await ship.PutAsync(channel, action, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (result is not PostResult.Answered { Status: >= 200 and < 300 })
                throw new ReceiverException(result is PostResult.Answered answer ? $"tlon_{answer.Status}" : "tlon_unreachable");
        }
    }

    private async Task<TlonCursor> TakeAsync(Reception reception, TlonCursor cursor, StreamEvent received, CancellationToken cancellationToken)
    {
        if (!long.TryParse(received.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number <= cursor.Event)
            return cursor;
        var next = cursor with { Event = number };
        var body = JsonBody.TryParseAnswer(Encoding.UTF8.GetBytes(received.Data), out var read) ? read : default;
        // The agent ends a subscription when it is updated; a new channel asks for it again.
        if (body["response"].Text == "quit" || (body["response"].Text == "subscribe" && body["err"].Text is not null))
        {
            await reception.Sink.DeliverAsync([], string.Empty, cancellationToken);
            throw new ReceiverException(body["response"].Text == "quit" ? "tlon_subscription_ended" : "tlon_subscription_refused");
        }

        var messages = body["response"].Text == "diff" ? facts.Read(body["json"], reception.Account, reception.Bot).Messages : [];
        await reception.Sink.DeliverAsync(messages, next.ToString(), cancellationToken);
        var acknowledgement = new JsonObject { ["id"] = number + 10, ["action"] = "ack", ["event-id"] = number };
        var answer = await reception.Ship.PutAsync(cursor.Channel, acknowledgement, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        // Unacknowledged events come again, and are known then; a ship that does not answer is another matter.
        return answer is PostResult.Answered ? next : throw new ReceiverException("tlon_unreachable");
    }

    private sealed record Reception(TlonShip Ship, ChannelAccount Account, string Bot, IReceiverSink Sink);
}

using System.Collections.Immutable;
using System.Text.Json;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// Receives by <c>/sync</c> as an ordinary user; <c>next_batch</c> is the cursor. What was said before the very first connection is not read.
/// Source: spec.matrix.org, Client-Server API, syncing.
/// </summary>
internal sealed class MatrixReceiver(TenantHttp http, MatrixEventReader events) : IChannelReceiver
{
    private const string Mode = "sync";
    private const string Filter = """{"presence":{"types":[]},"account_data":{"types":["m.direct"]},"room":{"state":{"types":[]},"ephemeral":{"types":[]},"account_data":{"types":[]},"timeline":{"limit":100}}}""";

    // A gap longer than this is not read to its end; the newest messages count.
    private const int MaxPages = 20;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    public string ChannelId => "matrix";

    public string NeededSetting => Connections.ReceiveSetting;

    public string? ConnectionKey(ChannelAccount account) =>
        account.Setting(Connections.ReceiveSetting) == Mode && http.BaseOf(account) is { } root && account.Secrets(MatrixSender.AccessToken).Count > 0
            ? $"matrix:{account.Setting("userId") ?? account.Id.ToString()}@{root.Authority}"
            : null;

    public async Task RunAsync(ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken)
    {
        var root = http.BaseOf(account) ?? throw new ReceiverException("matrix_address_refused", isFatal: true);
        var call = new MatrixCall(http, root, account.Secrets(MatrixSender.AccessToken) is [var token, ..] ? token : throw new ReceiverException("matrix_no_token", isFatal: true));
        var user = (await call.GetAsync("account/whoami", TimeSpan.Zero, cancellationToken))["user_id"].Text
            ?? throw new ReceiverException("matrix_answer_not_understood");
        var direct = await call.GetAsync($"user/{Uri.EscapeDataString(user)}/account_data/m.direct", TimeSpan.Zero, cancellationToken);
        var reading = new Reading(call, As(account, user), DirectRooms.Of(account, direct));
        await sink.ConnectedAsync(cancellationToken);
        while (true)
        {
            var since = sink.Cursor;
            var timeout = since is null ? 0 : (long)Wait.TotalMilliseconds;
            var path = $"sync?filter={Uri.EscapeDataString(Filter)}&timeout={timeout}" + (since is null ? string.Empty : "&since=" + Uri.EscapeDataString(since));
            var answer = await call.GetAsync(path, Wait, cancellationToken);
            sink.Heard();
            var next = answer["next_batch"].Text ?? throw new ReceiverException("matrix_answer_not_understood");
            reading = reading.With(account, answer["account_data"]);
            var messages = since is null ? [] : await MessagesOf(reading, answer, since, cancellationToken);
            if (messages.Length > 0 || next != since)
                await sink.DeliverAsync(messages, next, cancellationToken);
        }
    }

    private async Task<ImmutableArray<InboundMessage>> MessagesOf(Reading reading, BodyReader answer, string since, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<InboundMessage>();
        var rooms = answer["rooms"]["join"];
        foreach (var room in rooms.IsObject ? rooms.Element.EnumerateObject().ToList() : [])
        {
            var timeline = BodyReader.Of(room.Value)["timeline"];
            var missed = timeline["limited"].Boolean == true && timeline["prev_batch"].Text is { } from
                ? await MissedAsync(reading.Call, room.Name, from, since, cancellationToken)
                : [];
            foreach (var item in missed.Concat(timeline["events"].Items))
                found.AddRange(events.Read(WithRoom(item, room.Name), default, ReceivedRequest.Of(reading.Account), reading.Account, reading.Direct).Messages);
        }

        return found.ToImmutable();
    }

    // The homeserver cut the timeline; what is missing is read backwards.
    private static async Task<List<BodyReader>> MissedAsync(MatrixCall call, string room, string from, string since, CancellationToken cancellationToken)
    {
        var found = new List<BodyReader>();
        string? at = from;
        for (var page = 0; page < MaxPages && at is not null; page++)
        {
            var path = $"rooms/{Uri.EscapeDataString(room)}/messages?dir=b&limit=100&from={Uri.EscapeDataString(at)}&to={Uri.EscapeDataString(since)}";
            var answer = await call.GetAsync(path, TimeSpan.Zero, cancellationToken);
            var chunk = answer["chunk"].Items.ToList();
            found.AddRange(chunk);
            at = chunk.Count == 0 ? null : answer["end"].Text;
        }

        found.Reverse();
        return found;
    }

    // Events of a timeline leave out the room, since it stands above them.
    private static BodyReader WithRoom(BodyReader item, string room)
    {
        if (!item.IsObject || item["room_id"].Text is not null)
            return item;
        var copy = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in item.Element.EnumerateObject())
            copy[property.Name] = property.Value;
        copy["room_id"] = JsonSerializer.SerializeToElement(room);
        return BodyReader.Of(JsonSerializer.SerializeToElement(copy));
    }

    // Who the token belongs to, and not what the settings say, tells whose messages are our own.
    private static ChannelAccount As(ChannelAccount account, string user) => new(
        account.Id, account.ChannelId, account.AccountKey, JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["userId"] = user }),
        new Dictionary<string, ImmutableArray<string>>(), account.WebhookUrl);

    private sealed record Reading(MatrixCall Call, ChannelAccount Account, DirectRooms Direct)
    {
        public Reading With(ChannelAccount account, BodyReader accountData)
        {
            var changed = accountData["events"].Items.LastOrDefault(item => item["type"].Text == "m.direct")["content"];
            return changed.IsObject ? this with { Direct = DirectRooms.Of(account, changed) } : this;
        }
    }
}

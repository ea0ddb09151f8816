using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Vespid.Channels;

/// <summary>
/// Subscribes at the account's relays to what names the bot's key. The cursor is the time of the latest event; since relays hand out events late, reading goes
/// on a little before it, and repeats are known by their id.
/// </summary>
internal sealed class NostrReceiver(VendorSockets sockets, NostrReader reader, NostrProof proof, ISchnorr schnorr, TimeProvider time) : IChannelReceiver
{
    private const int MaxMessage = 1024 * 1024;
    private const long Overlap = 600;
    private const string Subscription = "vespid";
    private const string Alive = "alive";
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(60);

    public string ChannelId => "nostr";

    public string NeededSetting => NostrKeys.RelaysSetting;

    public string? ConnectionKey(ChannelAccount account) => NostrKeys.Relays(account).Count == 0 ? null
        : $"nostr:{NostrKeys.Of(account, schnorr).Public ?? account.Id.ToString()}";

    public async Task RunAsync(ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken)
    {
        if (!proof.IsAvailable)
            throw new ReceiverException("nostr_library_missing: libsecp256k1", isFatal: true);
        var bot = NostrKeys.Of(account, schnorr).Public;
        if (NostrProof.Bytes(bot, 32) is null)
            throw new ReceiverException("nostr_key_missing", isFatal: true);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var reception = new Reception(account, bot!, sink, time.GetUtcNow().ToUnixTimeSeconds());
        var relays = NostrKeys.Relays(account).Select(url => StayAsync(url, reception, ended.Token)).ToList();
        try
        {
            // One of several relays may be away; without any, the caller decides how long to wait.
            await await Task.WhenAny(relays);
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(relays).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StayAsync(Uri url, Reception reception, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await ListenAsync(url, reception, cancellationToken);
                if (reception.Left() == 0)
                    return;
            }
            catch (ReceiverException) when (reception.Left() > 0)
            {
                // The others go on; this one is tried again below.
            }

            await Task.Delay(AgainAfter, time, cancellationToken);
            reception.Joined();
        }
    }

    private async Task ListenAsync(Uri url, Reception reception, CancellationToken cancellationToken)
    {
        await using var relay = new NostrRelay(await sockets.OpenAsync(url, MaxMessage, default, cancellationToken));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await relay.WriteAsync(new JsonArray("REQ", Subscription, FilterOf(reception)), cancellationToken);
        await reception.Sink.ConnectedAsync(cancellationToken);
        var asking = AskAsync(relay, ended.Token);
        try
        {
            while (await relay.ReadAsync(cancellationToken) is { } message)
            {
                reception.Sink.Heard();
                await HandleAsync(message, reception, cancellationToken);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await relay.CloseAsync();
        }
    }

    private static JsonObject FilterOf(Reception reception) => new()
    {
        ["kinds"] = new JsonArray([.. NostrReader.Kinds.Select(kind => JsonValue.Create(kind))]),
        ["#p"] = new JsonArray(reception.Bot),
        ["since"] = reception.Since() is var since && reception.Sink.Cursor is null ? since : Math.Max(0, since - Overlap),
    };

    // A quiet relay says nothing; the end of an empty answer is its sign of life.
    private async Task AskAsync(NostrRelay relay, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(AskEvery, time, cancellationToken);
            var nothing = new JsonObject { ["ids"] = new JsonArray(new string('0', 64)), ["limit"] = 1 };
            await relay.WriteAsync(new JsonArray("REQ", Alive, nothing), cancellationToken);
        }
    }

    private async Task HandleAsync(BodyReader message, Reception reception, CancellationToken cancellationToken)
    {
        if (message[0].Text == "CLOSED" && message[1].Text == Subscription)
            throw new ReceiverException("nostr_closed: " + SafeText.Cut(SafeText.Of(message[2].Text ?? "no reason"), 100));
        if (message[0].Text != "EVENT" || message[1].Text != Subscription || proof.Fault(message[2]) is not null)
            return;
        var said = message[2];
        var read = reader.Read(said, said, ReceivedRequest.Of(reception.Account), reception.Bot);
        if (read.Messages.Length > 0)
            await reception.DeliverAsync(read.Messages, said["created_at"].Integer ?? 0, time.GetUtcNow().ToUnixTimeSeconds(), cancellationToken);
    }

    /// <summary>What the relays of one account share.</summary>
    private sealed class Reception(ChannelAccount account, string bot, IReceiverSink sink, long start) : IDisposable
    {
        private readonly SemaphoreSlim _delivering = new(1, 1);
        private readonly Lock _gate = new();
        private int _relays = NostrKeys.Relays(account).Count;

        public ChannelAccount Account => account;

        public string Bot => bot;

        public IReceiverSink Sink => sink;

        public long Since() => long.TryParse(sink.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : start;

        /// <summary>One relay is gone; how many are still there.</summary>
        public int Left()
        {
            lock (_gate)
                return --_relays;
        }

        public void Joined()
        {
            lock (_gate)
                _relays++;
        }

        public async Task DeliverAsync(ImmutableArray<GrainInterfaces.Channels.InboundMessage> messages, long createdAt, long now, CancellationToken cancellationToken)
        {
            await _delivering.WaitAsync(cancellationToken);
            try
            {
                // Authors choose the time; one from the future must not hide what is said until then.
                var cursor = Math.Max(Since(), Math.Min(createdAt, now));
                await sink.DeliverAsync(messages, cursor.ToString(CultureInfo.InvariantCulture), cancellationToken);
            }
            finally
            {
                _delivering.Release();
            }
        }

        public void Dispose() => _delivering.Dispose();
    }
}

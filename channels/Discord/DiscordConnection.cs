using System.Collections.Immutable;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Channels;

/// <summary>One gateway connection: hello, identify or resume, heartbeats beside the dispatches, and what each way to end means.</summary>
internal sealed class DiscordConnection(
    VendorSocket socket, ChannelAccount account, IReceiverSink sink, DiscordReader reader, IChance chance, TimeProvider time)
{
    /// <summary>Guild messages, direct messages, and their contents (privileged).</summary>
    private const int Intents = (1 << 9) | (1 << 12) | (1 << 15);

    /// <summary>Servers with their channels and threads, for who takes everything.</summary>
    private const int Guilds = 1 << 0;

    /// <summary>1000 and 1001 would end the session for good.</summary>
    private const int KeepsSession = 4000;

    private const long NoSequence = -1;

    private DiscordSession? _session;
    private long _sequence = NoSequence;
    private volatile bool _acknowledged = true;
    private volatile bool _delivering;

    public async Task RunAsync(DiscordSession? session, CancellationToken cancellationToken)
    {
        _session = session;
        Sequence = session?.Sequence;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var beating = Task.CompletedTask;
        var listening = Task.CompletedTask;
        try
        {
            var interval = await GreetedAsync(cancellationToken);
            await socket.WriteAsync(session is null ? DiscordCommands.Identify(Token, sink is IRawSink ? Intents | Guilds : Intents) : DiscordCommands.Resume(Token, session), cancellationToken);
            beating = BeatAsync(interval, end.Token);
            listening = ListenAsync(end.Token);
            await await Task.WhenAny(listening, beating);
        }
        finally
        {
            await end.CancelAsync();
            await socket.CloseAsync(KeepsSession);
            await Task.WhenAll(beating, listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Written by the listener, read by the heart.
    private long? Sequence
    {
        get => Volatile.Read(ref _sequence) is >= 0 and var sequence ? sequence : null;
        set => Volatile.Write(ref _sequence, value ?? NoSequence);
    }

    private string Token => account.Secrets(DiscordApi.TokenName)[0];

    private async Task<TimeSpan> GreetedAsync(CancellationToken cancellationToken)
    {
        if (await socket.ReadAsync(cancellationToken) is not { } hello)
            throw await DiscordCloseCodes.FaultOfAsync(socket.CloseCode, sink, cancellationToken);
        if (hello["op"].Integer != DiscordCommands.Hello || hello["d"]["heartbeat_interval"].Number is not (>= 1 and <= 600_000 and var interval))
            throw new ReceiverException("discord_no_hello");
        sink.Heard();
        return TimeSpan.FromMilliseconds(interval);
    }

    private async Task BeatAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        // The first beat comes at a random time, lest all bots beat together after an outage.
        await Task.Delay(interval * chance.NextDouble(), time, cancellationToken);
        while (true)
        {
            // While a delivery is in hand nothing is read, so that a missing answer proves nothing.
            if (!_acknowledged && !_delivering)
                throw new ReceiverException("discord_heartbeat_missed");
            _acknowledged = false;
            await socket.WriteAsync(DiscordCommands.Heartbeat(Sequence), cancellationToken);
            await Task.Delay(interval, time, cancellationToken);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        while (await socket.ReadAsync(cancellationToken) is { } frame)
        {
            sink.Heard();
            switch (frame["op"].Integer)
            {
                case DiscordCommands.Dispatch:
                    await DispatchAsync(frame, cancellationToken);
                    break;
                case DiscordCommands.Beat:
                    await socket.WriteAsync(DiscordCommands.Heartbeat(Sequence), cancellationToken);
                    break;
                case DiscordCommands.Reconnect:
                    return;
                case DiscordCommands.InvalidSession:
                    await ForgetSessionAsync(frame["d"].Boolean == true, cancellationToken);
                    break;
                case DiscordCommands.BeatAcknowledged:
                    _acknowledged = true;
                    break;
            }
        }

        throw await DiscordCloseCodes.FaultOfAsync(socket.CloseCode, sink, cancellationToken);
    }

    private async Task DispatchAsync(BodyReader frame, CancellationToken cancellationToken)
    {
        Sequence = frame["s"].Integer ?? Sequence;
        switch (frame["t"].Text)
        {
            case "READY":
                await BeginAsync(frame["d"], cancellationToken);
                break;
            case "RESUMED":
                await sink.ConnectedAsync(cancellationToken);
                break;
            case { } name when sink is IRawSink raw:
                await TakeAsync(raw, name, frame["d"], cancellationToken);
                break;
            default:
                var read = reader.Read(frame, Connections.RequestOf(account, ("botUserId", _session?.BotUserId)), account);
                if (read.Messages.Length > 0)
                    await DeliverAsync(read.Messages, cancellationToken);
                break;
        }
    }

    private async Task BeginAsync(BodyReader ready, CancellationToken cancellationToken)
    {
        if (ready["session_id"].Text is not { } id || ready["resume_gateway_url"].Text is not { } url)
            throw new ReceiverException("discord_ready_not_understood");
        _session = new(id, url, Sequence ?? 0, ready["user"]["id"].Text);
        await (sink is IRawSink raw ? TakeAsync(raw, "READY", ready, cancellationToken) : DeliverAsync([], cancellationToken));
        await sink.ConnectedAsync(cancellationToken);
    }

    private Task TakeAsync(IRawSink raw, string name, BodyReader data, CancellationToken cancellationToken) =>
        DeliverAsync(session => raw.TakeAsync(name, data, session, cancellationToken));

    private Task DeliverAsync(ImmutableArray<InboundMessage> messages, CancellationToken cancellationToken) =>
        DeliverAsync(session => sink.DeliverAsync(messages, session, cancellationToken));

    private async Task DeliverAsync(Func<string?, Task> deliver)
    {
        if (_session is not null && Sequence is { } sequence)
            _session = _session with { Sequence = sequence };
        _delivering = true;
        try
        {
            await deliver(_session?.ToString());
        }
        finally
        {
            // What came meanwhile is still to be read, the answer to the last beat perhaps among it.
            _acknowledged = true;
            _delivering = false;
        }
    }

    private async Task ForgetSessionAsync(bool resumable, CancellationToken cancellationToken)
    {
        if (!resumable)
            await sink.DeliverAsync([], DiscordSession.None, cancellationToken);
        // Discord asks for a random wait of one to five seconds.
        throw new ReceiverException("discord_session_invalid", retryAfter: TimeSpan.FromSeconds(1 + (4 * chance.NextDouble())));
    }
}

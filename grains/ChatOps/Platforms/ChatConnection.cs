using System.Collections.Immutable;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Determinism;
using Vespid.GrainInterfaces.Platforms;
using Vespid.Grains.Delivery;
using Vespid.Grains.Platforms;
using Vespid.Grains.Runtime;
using Vespid.Storage.Entities;

namespace Vespid.Grains.ChatOps;

/// <summary>
/// Keeps the one connection of a bot: whatever it reads goes to the room that its chat is bound to, before the cursor moves on; what is bound to none goes
/// to the channel account of the same bot.
/// </summary>
internal sealed class ChatConnection(
    ChatInstance instance,
    IChannelReceiver receiver,
    ChatEventRouter router,
    ConnectionClaims claims,
    ControlCommits commits,
    IGrainFactory grains,
    ChatOpsMetrics metrics,
    TimeProvider clock,
    IChance chance) : IRawSink
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WhileFatal = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(15);

    private readonly string _key = receiver.ConnectionKey(instance.Account) ?? $"{instance.Channel}:{instance.Id}";
    private readonly SilenceWatch _silence = new(clock);
    private IPlatformConnectionGrain? _grain;
    private long _notedAt;
    private int _failures;
    private int _attempts;

    public string? Cursor { get; private set; }

    private IPlatformConnectionGrain Grain => _grain ??= grains.GetGrain<IPlatformConnectionGrain>(_key);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        claims.Claim(_key);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                _attempts++;
                await NoteAsync("connecting", null);
                await LearnSelfAsync(cancellationToken);
                Cursor = await Grain.Cursor();
                await _silence.RunAsync(ends => receiver.RunAsync(instance.Account, this, ends), cancellationToken);
                await NoteAsync("disconnected", null);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                var isFatal = fault is ReceiverException { IsFatal: true };
                await TryNoteAsync(isFatal ? "error" : "disconnected", fault is ReceiverException or StalledException ? fault.Message : fault.GetType().Name);
                var wait = RetrySchedule.Delay(++_failures, FirstWait, LongestWait, (fault as ReceiverException)?.RetryAfter, chance);
                await Task.Delay(isFatal ? WhileFatal : wait, clock, cancellationToken);
            }
        }
    }

    public async Task TakeAsync(string name, BodyReader data, string? cursor, CancellationToken cancellationToken)
    {
        Heard();
        if (name == DiscordDispatch.Ready)
        {
            // A new session: what came before it was missed.
            await router.CatchUpAsync(instance, cancellationToken);
        }
        else if (!await router.RouteAsync(instance, name, data) && claims.AccountOf(_key) is { } account)
        {
            await router.PassOnAsync(instance, account, name, data, cancellationToken);
        }

        await MoveAsync(cursor, cancellationToken);
        if (clock.GetElapsedTime(_notedAt) > NoteInterval)
            await NoteAsync("connected", null);
    }

    public async Task DeliverAsync(ImmutableArray<InboundMessage> messages, string? cursor, CancellationToken cancellationToken)
    {
        Heard();
        await MoveAsync(cursor, cancellationToken);
    }

    public async Task ConnectedAsync(CancellationToken cancellationToken)
    {
        Heard();
        _failures = 0;
        _attempts = 0;
        await NoteAsync("connected", null);
    }

    public void Heard() => _silence.Heard();

    private async Task MoveAsync(string? cursor, CancellationToken cancellationToken)
    {
        await Grain.Deliver(Guid.Empty, [], cursor, cancellationToken);
        Cursor = cursor ?? Cursor;
    }

    /// <summary>Who it is must be known before the first event, and to every silo: it tells the bot's own words.</summary>
    private async Task LearnSelfAsync(CancellationToken cancellationToken)
    {
        if (instance.IsSure)
            return;
        switch (await instance.AskSelfAsync(cancellationToken))
        {
            case RoomAnswer<RoomBot>.Ok:
                await NoteAsync("connecting", null);
                break;
            case RoomAnswer<RoomBot>.Refused { Fault: RoomFault.Token } refused:
                throw new ReceiverException(refused.Error, isFatal: true);
            case RoomAnswer<RoomBot>.Refused refused:
                throw new ReceiverException(refused.Error, retryAfter: refused.RetryAfter);
            case RoomAnswer<RoomBot>.NotSent unsent:
                throw new ReceiverException(unsent.Error);
            case RoomAnswer<RoomBot>.Lost lost:
                throw new ReceiverException(lost.Error);
            default:
                throw new ReceiverException("answer_not_understood");
        }
    }

    private async Task NoteAsync(string status, string? error)
    {
        Enter(status);
        _notedAt = clock.GetTimestamp();
        await commits.CommitAsync(
            null,
            new ChatInstanceNote(instance.Id, instance.Channel, status, instance.BotId, instance.BotName, status == "connected", error, _failures, Math.Max(0, _attempts - 1)));
    }

    /// <summary>What cannot be noted now, because storage is away too, is shown with the next fault; the connection must not end for it.</summary>
    private async Task TryNoteAsync(string status, string error)
    {
        try
        {
            await NoteAsync(status, error);
        }
        catch (Exception fault) when (fault is Storage.Commits.CommitException or Npgsql.NpgsqlException or TimeoutException)
        {
            Enter(status);
        }
    }

    private void Enter(string status)
    {
        instance.Status = status;
        metrics.Connection(instance.Id, instance.Channel, status);
    }
}

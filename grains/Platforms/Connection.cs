using System.Collections.Immutable;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Determinism;
using Vespid.GrainInterfaces.Platforms;
using Vespid.Grains.Channels;
using Vespid.Grains.Delivery;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Platforms;

/// <summary>
/// Keeps one receiver connected: waits between tries, ends a stalled connection, opens a new one when the account changed, and gives up on a fatal
/// fault until it does.
/// </summary>
internal sealed class Connection(
    string key, IChannelReceiver receiver, AccountSnapshot account, ChannelAccount view, IGrainFactory grains, AccountNotes notes, ConnectionMetrics metrics,
    TimeProvider clock, IChance chance)
    : IReceiverSink
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly IPlatformConnectionGrain _grain = grains.GetGrain<IPlatformConnectionGrain>(key);
    private readonly SilenceWatch _silence = new(clock);
    private int _failures;
    private string? _shown;

    /// <summary>Version of the account it was opened for.</summary>
    public long AccountVersion => account.Version;

    public string? Cursor { get; private set; }

    /// <summary>Runs until cancelled, or until a fatal fault.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Cursor = await _grain.Cursor();
                await _silence.RunAsync(ends => receiver.RunAsync(view, this, ends), cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                var isFatal = fault is ReceiverException { IsFatal: true };
                var shown = await TryShowAsync(
                    isFatal ? "error" : "degraded", fault is ReceiverException or StalledException ? fault.Message : fault.GetType().Name, cancellationToken);
                var wait = RetrySchedule.Delay(++_failures, FirstWait, LongestWait, (fault as ReceiverException)?.RetryAfter, chance);
                metrics.Failed(key, account.ChannelId, fault, wait);
                if (isFatal && shown)
                    return;
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }

    public async Task DeliverAsync(ImmutableArray<InboundMessage> messages, string? cursor, CancellationToken cancellationToken)
    {
        Heard();
        await _grain.Deliver(account.Id, messages, cursor, cancellationToken);
        Cursor = cursor ?? Cursor;
    }

    public Task ConnectedAsync(CancellationToken cancellationToken)
    {
        Heard();
        _failures = 0;
        metrics.Settled(key);
        return ShowAsync("running", null, cancellationToken);
    }

    public void Heard() => _silence.Heard();

    /// <summary>What cannot be noted now, because storage is away too, is shown with the next fault; the connection must not end for it.</summary>
    private async Task<bool> TryShowAsync(string status, string error, CancellationToken cancellationToken)
    {
        try
        {
            await ShowAsync(status, error, cancellationToken);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task ShowAsync(string status, string? error, CancellationToken cancellationToken)
    {
        var shown = $"{status}: {error}";
        if (shown == _shown)
            return;
        await (status switch
        {
            "running" => notes.RunningAsync(account, cancellationToken),
            "degraded" => notes.DegradedAsync(account, error ?? "", cancellationToken),
            _ => notes.FaultAsync(account, error ?? "", cancellationToken),
        });
        _shown = shown;
    }
}

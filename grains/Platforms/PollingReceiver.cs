using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vespid.GrainInterfaces.Platforms;
using Vespid.Grains.Channels;
using Vespid.Storage.Lease;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Platforms;

/// <summary>
/// Runs one read loop for each Telegram bot whose account is started and receives by polling (metadata <c>receive</c> is <c>polling</c>).
/// Everything the loop does happens in the connection's grain.
/// </summary>
internal sealed partial class PollingReceiver(
    IAccountDirectory directory, ChannelAccounts accounts, IRuntimeFlags flags, IGrainFactory grains, IWriterLease lease, TimeProvider clock,
    ILogger<PollingReceiver> logger) : BackgroundService
{
    /// <summary>How often started accounts are looked up, and how soon a loop that had to stop looks again.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Task> _loops = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (lease.IsHeld)
                    await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_loops.Values);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var account in await directory.RunningAsync(cancellationToken))
            {
                if (Polls(account) && PlatformKey.OfBot(accounts.Of(account)) is { } bot)
                    _ = _loops.GetOrAdd(bot, key => LoopAsync(key, account.Id, cancellationToken));
            }

            foreach (var (bot, loop) in _loops)
            {
                if (loop.IsCompleted)
                    _loops.TryRemove(bot, out _);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.LookFailed(logger, fault.GetType().Name);
        }
    }

    private async Task LoopAsync(string bot, Guid accountId, CancellationToken cancellationToken)
    {
        try
        {
            while (lease.IsHeld
                && await directory.GetAsync(accountId, Freshness.Recent, cancellationToken) is { } account
                && Polls(account)
                && PlatformKey.OfBot(accounts.Of(account)) == bot)
            {
                var wait = await grains.GetGrain<IPlatformConnectionGrain>(bot).Poll(accountId, cancellationToken);
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait, clock, cancellationToken);
            }
        }
        catch (Exception fault)
        {
            // The next look starts it again; what was not committed has not been confirmed to Telegram.
            if (!cancellationToken.IsCancellationRequested)
                Log.LoopEnded(logger, bot, fault.GetType().Name);
        }
    }

    private bool Polls(AccountSnapshot account) =>
        account is { Enabled: true, ChannelId: "telegram" } && flags.IsChannelEnabled(account.ChannelId) && accounts.Of(account).Setting("receive") == "polling";

    private static partial class Log
    {
        [LoggerMessage(EventId = 2400, EventName = "polling.look_failed", Level = LogLevel.Warning, Message = "Looking up polling accounts failed ({Fault})")]
        public static partial void LookFailed(ILogger logger, string fault);

        [LoggerMessage(EventId = 2401, EventName = "polling.loop_ended", Level = LogLevel.Warning, Message = "Polling for {Bot} ended ({Fault}) and starts again")]
        public static partial void LoopEnded(ILogger logger, string bot, string fault);
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vespid.Channels;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Channels;
using Vespid.Storage.Lease;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Platforms;

/// <summary>
/// Runs one connection for each identity whose account is started and receives by one. Looks every two seconds at what should run; everything a
/// connection reads goes through its grain.
/// </summary>
internal sealed partial class ConnectionSupervisor(
    IEnumerable<IChannelReceiver> receivers,
    IAccountDirectory directory,
    ChannelAccounts accounts,
    IRuntimeFlags flags,
    ConnectionClaims claims,
    IGrainFactory grains,
    AccountNotes notes,
    ConnectionMetrics metrics,
    IWriterLease lease,
    TimeProvider clock,
    IChance chance,
    ILogger<ConnectionSupervisor> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, IChannelReceiver> _receivers = receivers.ToDictionary(receiver => receiver.ChannelId, StringComparer.Ordinal);
    private readonly string[] _settings = [.. receivers.Select(receiver => receiver.NeededSetting).Distinct()];
    private readonly Dictionary<string, Running> _running = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            foreach (var key in _running.Keys.ToList())
                await EndAsync(key);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var wanted = lease.IsLeader ? await WantedAsync(cancellationToken) : [];
            foreach (var (key, running) in _running.ToList())
            {
                if (!wanted.TryGetValue(key, out var account) || account.Version != running.Connection.AccountVersion)
                    await EndAsync(key);
            }

            foreach (var (key, account) in wanted)
            {
                if (!_running.ContainsKey(key))
                    Begin(key, account, cancellationToken);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.LookFailed(logger, fault.GetType().Name);
        }
    }

    /// <summary>The account of each identity that should be connected; of several accounts with one identity the oldest.</summary>
    private async Task<Dictionary<string, AccountSnapshot>> WantedAsync(CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, AccountSnapshot>(StringComparer.Ordinal);
        foreach (var account in (await directory.RunningAsync(_settings, cancellationToken)).OrderBy(account => account.Id))
        {
            if (account.UnreadableSecrets.IsEmpty
                && account.Organization.ChannelRuntimeEnabled
                && flags.IsChannelEnabled(account.ChannelId)
                && _receivers.TryGetValue(account.ChannelId, out var receiver)
                && receiver.ConnectionKey(accounts.Of(account)) is { } key)
                wanted.TryAdd(key, account);
        }

        claims.TakeFrom(wanted);
        return wanted;
    }

    private void Begin(string key, AccountSnapshot account, CancellationToken cancellationToken)
    {
        var connection = new Connection(key, _receivers[account.ChannelId], account, accounts.Of(account), grains, notes, metrics, clock, chance);
        var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _running.Add(key, new Running(connection, ends, connection.RunAsync(ends.Token)));
        Log.Begun(logger, key);
    }

    private async Task EndAsync(string key)
    {
        _running.Remove(key, out var running);
        await running!.Ends.CancelAsync();
        await running.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        running.Ends.Dispose();
        metrics.Settled(key);
        Log.Ended(logger, key);
    }

    private sealed record Running(Connection Connection, CancellationTokenSource Ends, Task Task);

    private static partial class Log
    {
        [LoggerMessage(EventId = 2400, EventName = "connection.look_failed", Level = LogLevel.Warning, Message = "Looking up what should be connected failed ({Fault})")]
        public static partial void LookFailed(ILogger logger, string fault);

        [LoggerMessage(EventId = 2401, EventName = "connection.begun", Level = LogLevel.Information, Message = "Connection {Key} begun")]
        public static partial void Begun(ILogger logger, string key);

        [LoggerMessage(EventId = 2402, EventName = "connection.ended", Level = LogLevel.Information, Message = "Connection {Key} ended")]
        public static partial void Ended(ILogger logger, string key);
    }
}

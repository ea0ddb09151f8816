using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vespid.Storage.Restore;

namespace Vespid.Storage.Lease;

/// <summary>
/// The writer's lease as an advisory lock on a connection of its own. The server ends that session 3 s after the last ping, so a paused
/// holder loses it; whoever gets the lock ends the writers of older epochs and moves the epoch on, before it writes anything. Silos of a cluster
/// share the lock; a second one makes one of them the leader, who takes the epochs of those whose session has ended.
/// </summary>
internal sealed partial class PostgresLease : IWriterLease, IAsyncDisposable
{
    /// <summary>The server ends a session that was silent for so long.</summary>
    internal const int IdleSessionMilliseconds = 3000;

    private const int PingsANote = 5;

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TryEvery = TimeSpan.FromMilliseconds(500);

    // Below the server's patience: a holder must stop before anybody else can start.
    private static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(2.5);

    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly ILogger<PostgresLease> _logger;
    private readonly string _holder;
    private readonly ActiveAddress? _address;
    private readonly bool _mayWrite;
    private readonly bool _isClustered;
    private readonly RestoreWitness _witness;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;
    private long _epoch;
    private long _lastPing;
    private bool _mayLead;
    private bool _leads;
    private long _view;
    private IReadOnlyList<ActiveAddress> _active = [];
    private Task _loop = Task.CompletedTask;

    public PostgresLease(Database database, IOptions<StorageOptions> options, TimeProvider time, ILogger<PostgresLease> logger)
    {
        _database = database;
        _time = time;
        _logger = logger;
        _address = options.Value.Address;
        _mayWrite = options.Value.MayWrite;
        _isClustered = options.Value.IsClustered;
        _witness = new RestoreWitness(options.Value.DataFolder);
        _holder = options.Value.Holder ?? string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}");
    }

    public event Action<bool>? Changed;

    public bool IsHeld => Epoch != 0 && _time.GetElapsedTime(Volatile.Read(ref _lastPing)) < HeldFor;

    public long Epoch => Volatile.Read(ref _epoch);

    public long View => Epoch == 0 ? 0 : Volatile.Read(ref _view);

    public bool IsLeader => Volatile.Read(ref _leads) && IsHeld;

    public IReadOnlyList<ActiveAddress> Active => Volatile.Read(ref _active);

    /// <summary>Completes once the first attempt succeeded or found another holder.</summary>
    public Task Tried => _tried.Task;

    public void Start() => _loop = RunAsync();

    /// <summary>
    /// From now on this process leads if no other does. Not before all of it has started: a silo that the others do not let in would hold the place of one that can do the work.
    /// </summary>
    public void OfferToLead() => Volatile.Write(ref _mayLead, true);

    /// <summary>Lets go of the lease at once, so that a standby need not wait for the server to notice.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        // A container that knows it under several types disposes it as often.
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await StopAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var interrupted = false;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await using var session = await LeaseSession.OpenAsync(_database, _stopping.Token).ConfigureAwait(false);
                interrupted = false;
                await StandByAsync(session).ConfigureAwait(false);
                await HoldAsync(session).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
            }
            catch (Exception error)
            {
                // Whatever it was: a process that gave up here would never write again. An outage is told once, not at each of the many tries until it ends.
                if (!interrupted)
                    LogInterrupted(_logger, error);
                interrupted = true;
                await Task.Delay(TryEvery, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                Lose();
            }
        }
    }

    private async Task StandByAsync(LeaseSession session)
    {
        while (!_mayWrite || !await LockAsync(session).ConfigureAwait(false))
        {
            Volatile.Write(ref _active, await session.ReadAddressesAsync(_stopping.Token).ConfigureAwait(false));
            _tried.TrySetResult();
            await Task.Delay(TryEvery, _time, _stopping.Token).ConfigureAwait(false);
        }
    }

    private Task<bool> LockAsync(LeaseSession session) => _isClustered ? session.TryShareLockAsync(_stopping.Token) : session.TryLockAsync(_stopping.Token);

    private async Task HoldAsync(LeaseSession session)
    {
        RestoreWitness.Note? note = null;
        try
        {
            // Before the request: the server counts from when it gets it, which is later.
            var asked = _time.GetTimestamp();
            var takeOver = _isClustered
                ? await session.JoinAsync(_holder, _address, _witness, _stopping.Token).ConfigureAwait(false)
                : await session.TakeOverAsync(_holder, _address, _witness, _time, _stopping.Token).ConfigureAwait(false);
            var epoch = takeOver.Epoch;
            if (takeOver.Hold is { } hold)
                LogRestored(_logger, hold.Cause, hold.OutboxEntries, hold.Runs, hold.Alerts);
            _witness.Write(note = takeOver.Now);
            _database.UseEpoch(epoch);
            Volatile.Write(ref _lastPing, asked);
            Volatile.Write(ref _active, []);
            await LeadAsync(session, epoch).ConfigureAwait(false);
            Volatile.Write(ref _view, await session.ViewAsync(epoch, _stopping.Token).ConfigureAwait(false) ?? epoch);
            Volatile.Write(ref _epoch, epoch);
            LogHeld(_logger, epoch, _holder);
            Raise(true);
            _tried.TrySetResult();
            for (var pings = 1; true; pings++)
            {
                await Task.Delay(PingEvery, _time, _stopping.Token).ConfigureAwait(false);
                asked = _time.GetTimestamp();
                if (await session.ViewAsync(epoch, _stopping.Token).ConfigureAwait(false) is not { } view)
                    return;
                Volatile.Write(ref _view, view);
                Volatile.Write(ref _lastPing, asked);
                await LeadAsync(session, epoch).ConfigureAwait(false);
                if (pings % PingsANote == 0)
                    _witness.Write(note with { Position = await session.ReadPositionAsync(_stopping.Token).ConfigureAwait(false) });
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            var epoch = Epoch;
            Lose();
            if (await session.ReleaseAsync(epoch).ConfigureAwait(false) is { } position && note is not null)
                _witness.Write(note with { Position = position });
        }
    }

    private async Task LeadAsync(LeaseSession session, long epoch)
    {
        if (!_isClustered)
        {
            Volatile.Write(ref _leads, true);
            return;
        }

        if (!_leads && Volatile.Read(ref _mayLead) && await session.TryLeadAsync(_stopping.Token).ConfigureAwait(false))
        {
            Volatile.Write(ref _leads, true);
            LogLeads(_logger, epoch);
        }

        if (!_leads)
            return;
        foreach (var ended in await session.EvictAsync(_stopping.Token).ConfigureAwait(false))
            LogEvicted(_logger, ended);
    }

    private void Lose()
    {
        Volatile.Write(ref _leads, false);
        var epoch = Interlocked.Exchange(ref _epoch, 0);
        if (epoch == 0)
            return;
        LogLost(_logger, epoch);
        Raise(false);
    }

    private void Raise(bool isWriter)
    {
        try
        {
            Changed?.Invoke(isWriter);
        }
        catch (Exception error)
        {
            // The lease must not be lost for a listener's fault.
            LogListenerFault(_logger, isWriter, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "storage.lease.held epoch={Epoch} holder={Holder}")]
    private static partial void LogHeld(ILogger logger, long epoch, string holder);

    [LoggerMessage(Level = LogLevel.Information, Message = "storage.lease.leads epoch={Epoch}")]
    private static partial void LogLeads(ILogger logger, long epoch);

    [LoggerMessage(Level = LogLevel.Warning, Message = "storage.lease.evicted epoch={Epoch}: the session of that silo has ended")]
    private static partial void LogEvicted(ILogger logger, long epoch);

    [LoggerMessage(Level = LogLevel.Warning, Message = "storage.lease.lost epoch={Epoch}")]
    private static partial void LogLost(ILogger logger, long epoch);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "storage.restore.detected cause={Cause} outbox={Outbox} runs={Runs} alerts={Alerts}: they wait for an operator, see vespid restore status")]
    private static partial void LogRestored(ILogger logger, string cause, int outbox, int runs, int alerts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "storage.lease.interrupted")]
    private static partial void LogInterrupted(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "storage.lease.listener_fault writer={IsWriter}")]
    private static partial void LogListenerFault(ILogger logger, bool isWriter, Exception error);
}

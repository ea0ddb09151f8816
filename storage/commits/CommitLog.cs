using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vespid.Storage.Commits.Batch;
using Vespid.Storage.Commits.Queue;
using Vespid.Storage.Lease;

namespace Vespid.Storage.Commits;

/// <summary>
/// Group commit on PostgreSQL: a batch is whatever waits when the writer's connection is free. Larger batches cost less a commit, so the
/// first writer takes everything as long as it keeps up; the others help out while something has waited too long.
/// </summary>
internal sealed partial class CommitLog : ICommitLog, IAsyncDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan HeldUp = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMilliseconds(200);

    private readonly CommitQueue _queue;
    private readonly CommitSettlement _settlement;
    private readonly Dictionary<Type, ISoloWriter> _soloWriters;
    private readonly CommitWriter[] _writers;
    private readonly IWriterLease _lease;
    private readonly TimeProvider _time;
    private readonly ILogger<CommitLog> _logger;
    private readonly TimeSpan _deadline;
    private readonly long _deadlineTicks;
    private readonly long _heldUpTicks;
    private readonly Channel<bool>[] _wakes;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ITimer _sweep;
    private readonly Lock _sweepLock = new();
    private bool _sweeping;
    private int _disposed;
    private int _stopped;
    private Task _loops = Task.CompletedTask;

    public CommitLog(
        Database database,
        IWriterLease lease,
        IEnumerable<ISoloWriter> soloWriters,
        CommitSignals signals,
        CommitMetrics metrics,
        IOptions<StorageOptions> options,
        TimeProvider time,
        ILogger<CommitLog> logger)
    {
        var settings = options.Value;
        _lease = lease;
        _time = time;
        _logger = logger;
        _deadline = settings.CommitDeadline;
        _deadlineTicks = (long)(settings.CommitDeadline.TotalSeconds * time.TimestampFrequency);
        _heldUpTicks = (long)(HeldUp.TotalSeconds * time.TimestampFrequency);
        _queue = new CommitQueue(settings.CommitQueueLimit);
        _settlement = new CommitSettlement(metrics, signals, time);
        _soloWriters = soloWriters.ToDictionary(writer => writer.RowType);
        _writers = new CommitWriter[settings.WriterConnections];
        _wakes = new Channel<bool>[_writers.Length];
        for (var i = 0; i < _writers.Length; i++)
        {
            _wakes[i] = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
            _writers[i] = new CommitWriter(_queue, _settlement, database, lease, _soloWriters, settings.CommitBatchLimit, time, logger);
        }

        metrics.Depth = () => _queue.Count;
        _sweep = time.CreateTimer(static log => ((CommitLog)log!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_lease.Epoch == 0)
            throw new WriterFencedException("This process is not the writer.");
        var pending = new PendingCommit(commit, _time.GetTimestamp());
        Check(pending);
        _queue.Add(pending);
        _wakes[0].Writer.TryWrite(true);
        if (!Volatile.Read(ref _sweeping))
            StartSweeping();
        return cancellationToken.CanBeCanceled ? WaitAsync(pending, cancellationToken) : new ValueTask<CommitOutcome>(pending.Task);
    }

    /// <summary>Starts the writers; the database must be open.</summary>
    public void Start() => _loops = Task.WhenAll(_writers.Select((writer, number) => RunAsync(writer, _wakes[number], number == 0 ? () => _queue.HasWaiting : IsHeldUp)));

    /// <summary>Refuses further commits, and writes or withdraws what waits.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
            return;
        _queue.Close();
        foreach (var wake in _wakes)
            wake.Writer.TryComplete();
        await _loops.WaitAsync(_deadline + TimeSpan.FromSeconds(4), _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // A container that knows it under several types disposes it as often.
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await StopAsync().ConfigureAwait(false);
        await _sweep.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private bool IsHeldUp() => _queue.HasWaitingSince(_time.GetTimestamp() - _heldUpTicks);

    private async Task RunAsync(CommitWriter writer, Channel<bool> wake, Func<bool> hasWork)
    {
        try
        {
            do
            {
                await DrainAsync(writer, wake, hasWork).ConfigureAwait(false);
            }
            while (await wake.Reader.WaitToReadAsync(_stopping.Token).ConfigureAwait(false) && (wake.Reader.TryRead(out _) || true));

            await DrainAsync(writer, wake, hasWork).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        finally
        {
            await writer.CloseAsync().ConfigureAwait(false);
        }
    }

    private async Task DrainAsync(CommitWriter writer, Channel<bool> wake, Func<bool> hasWork)
    {
        try
        {
            await writer.DrainAsync(hasWork, _stopping.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogWriterFault(_logger, error);
            await writer.CloseAsync().ConfigureAwait(false);
            await Task.Delay(PauseAfterFault, _time, _stopping.Token).ConfigureAwait(false);
            wake.Writer.TryWrite(true);
        }
    }

    private async ValueTask<CommitOutcome> WaitAsync(PendingCommit pending, CancellationToken cancellationToken)
    {
        // Once it is on its way only its outcome counts: the caller would not know what became of it.
        await using var registration = cancellationToken.Register(() =>
        {
            if (_queue.Withdraw(pending))
                pending.TrySetCanceled(cancellationToken);
        }).ConfigureAwait(false);
        return await pending.Task.ConfigureAwait(false);
    }

    private void Check(PendingCommit pending)
    {
        if (pending.IsSolo)
        {
            foreach (var row in pending.Commit.Rows)
            {
                if (!CommitBatch.Takes(row) && !_soloWriters.ContainsKey(row.GetType()))
                    throw new ArgumentException($"No writer is registered for rows of type {row.GetType().Name}.");
            }
        }

        if (pending.Keys.Count > 1 && pending.Keys.Distinct().Count() != pending.Keys.Count)
            throw new ArgumentException("A commit may touch a message or an outbox entry once.");
    }

    private void StartSweeping()
    {
        lock (_sweepLock)
        {
            if (_sweeping)
                return;
            _sweeping = true;
            _sweep.Change(SweepEvery, SweepEvery);
        }
    }

    private void Sweep()
    {
        var withdrawn = new List<PendingCommit>();
        var overdue = new List<PendingCommit>();
        _queue.Expire(_time.GetTimestamp() - _deadlineTicks, withdrawn, overdue);
        foreach (var commit in withdrawn)
            _settlement.Fail(commit, new CommitUnavailableException("The commit waited too long and was withdrawn."), "unavailable");
        foreach (var commit in overdue)
            _settlement.Fail(commit, new CommitOutcomeUnknownException("The commit was sent and is not answered in time."), "unknown");
        if (IsHeldUp())
        {
            foreach (var wake in _wakes)
                wake.Writer.TryWrite(true);
        }

        lock (_sweepLock)
        {
            if (!_sweeping || _queue.Count > 0)
                return;
            _sweeping = false;
            _sweep.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        // A commit that came in between saw the sweep running.
        if (_queue.Count > 0)
            StartSweeping();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "storage.commit.writer_fault")]
    private static partial void LogWriterFault(ILogger logger, Exception error);
}

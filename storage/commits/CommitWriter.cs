using Microsoft.Extensions.Logging;
using Npgsql;
using Vespid.Storage.Commits.Batch;
using Vespid.Storage.Commits.Queue;
using Vespid.Storage.Lease;

namespace Vespid.Storage.Commits;

/// <summary>
/// One writer: takes whatever waits when its connection is free and writes it in one statement. A batch that fails is halved until the
/// guilty commit fails alone.
/// </summary>
internal sealed partial class CommitWriter(
    CommitQueue queue,
    CommitSettlement settlement,
    Database database,
    IWriterLease lease,
    IReadOnlyDictionary<Type, ISoloWriter> soloWriters,
    int batchLimit,
    TimeProvider time,
    ILogger<CommitLog> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // A server that restarted meanwhile must not cost the first commits their certainty.
    private static readonly TimeSpan PingAfter = TimeSpan.FromMilliseconds(100);

    private readonly List<PendingCommit> _taken = [];
    private readonly Verdict[] _verdicts = new Verdict[batchLimit];
    private CommitConnection? _connection;
    private bool _isSent;
    private TimeSpan _pause = FirstPause;
    private long _lastUse;

    /// <summary>Writes as long as there is work for this writer that may be written.</summary>
    public async Task DrainAsync(Func<bool> hasWork, CancellationToken cancellationToken)
    {
        while (hasWork() && !cancellationToken.IsCancellationRequested)
        {
            if (lease.Epoch == 0)
            {
                FailWaiting();
                return;
            }

            if (!await ConnectAsync(cancellationToken).ConfigureAwait(false))
                continue;
            queue.Take(_taken, batchLimit);
            if (_taken.Count == 0)
                return;
            try
            {
                await WriteAsync(_taken.ToArray(), mayRetry: true).ConfigureAwait(false);
            }
            finally
            {
                ReleaseTaken();
                _lastUse = time.GetTimestamp();
            }
        }
    }

    public async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
            await connection.DisposeAsync().ConfigureAwait(false);
    }

    private void MarkSent() => _isSent = true;

    private void FailWaiting()
    {
        queue.Take(_taken, batchLimit);
        settlement.Fail(_taken.ToArray(), () => new WriterFencedException("This process is not the writer."), "fenced");
        ReleaseTaken();
    }

    /// <summary>Whatever is taken must be released once: what is not holds up its keys for good.</summary>
    private void ReleaseTaken()
    {
        queue.Release(_taken);
        _taken.Clear();
    }

    private async Task<bool> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_connection is { } current)
            {
                if (current.IsUsable && current.Epoch == lease.Epoch)
                {
                    if (time.GetElapsedTime(_lastUse) > PingAfter)
                        await current.PingAsync().ConfigureAwait(false);
                    return true;
                }

                await CloseAsync().ConfigureAwait(false);
            }

            _connection = await CommitConnection.OpenAsync(database, lease.Epoch, soloWriters, cancellationToken).ConfigureAwait(false);
            _lastUse = time.GetTimestamp();
            _pause = FirstPause;
            return true;
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            LogConnectFailed(logger, _pause, error);
            await CloseAsync().ConfigureAwait(false);
            await Task.Delay(_pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            return false;
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<PendingCommit> commits, bool mayRetry)
    {
        if (commits.IsEmpty)
            return;
        if (_connection is not { IsUsable: true } connection)
        {
            settlement.Fail(commits, () => new CommitUnavailableException("The connection was lost before the commit was sent."), "unavailable");
            return;
        }

        _isSent = false;
        try
        {
            if (commits.Span[0].IsSolo)
                await connection.WriteSoloAsync(commits.Span[0], _verdicts, MarkSent).ConfigureAwait(false);
            else
                await connection.WriteAsync(commits, _verdicts, MarkSent).ConfigureAwait(false);
            settlement.Settle(commits, _verdicts);
        }
        catch (PostgresException error) when (connection.IsUsable)
        {
            await AnsweredAsync(commits, error, mayRetry).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not PostgresException && connection.IsUsable && error is not NpgsqlException)
        {
            // The driver refused a value before anything was sent.
            LogRefusedByDriver(logger, commits.Length, error.GetType().Name);
            await BlameAsync(commits, "22000", constraint: null, error).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            LogConnectionLost(logger, commits.Length, error);
            await CloseAsync().ConfigureAwait(false);
            if (!_isSent && mayRetry && await ConnectAsync(CancellationToken.None).ConfigureAwait(false))
                await WriteAsync(Open(commits), mayRetry: false).ConfigureAwait(false);
            else if (_isSent)
                settlement.Fail(commits, () => new CommitOutcomeUnknownException("The connection was lost during the commit.", error), "unknown");
            else
                settlement.Fail(commits, () => new CommitUnavailableException("The connection was lost before the commit.", error), "unavailable");
        }
    }

    private async Task AnsweredAsync(ReadOnlyMemory<PendingCommit> commits, PostgresException error, bool mayRetry)
    {
        var fault = CommitFaults.Of(error);
        if (fault == CommitFault.Unavailable || (fault == CommitFault.Crossed && !mayRetry && commits.Length == 1))
        {
            LogUnavailable(logger, commits.Length, error.SqlState);
            settlement.Fail(commits, () => new CommitUnavailableException($"The database did not take the commit ({error.SqlState}).", error), "unavailable");
        }
        else if (fault == CommitFault.Crossed && mayRetry)
        {
            await WriteAsync(commits, mayRetry: false).ConfigureAwait(false);
        }
        else if (commits.Length > 1)
        {
            await HalveAsync(commits).ConfigureAwait(false);
        }
        else if (commits.Span[0].IsSolo && _verdicts[0] != Verdict.Applied)
        {
            settlement.Settle(commits, _verdicts);
        }
        else if (fault == CommitFault.GuardMissed)
        {
            _verdicts[0] = (Verdict)int.Parse(error.MessageText, System.Globalization.CultureInfo.InvariantCulture);
            settlement.Settle(commits, _verdicts);
        }
        else
        {
            await BlameAsync(commits, error.SqlState, error.ConstraintName, error).ConfigureAwait(false);
        }
    }

    private async Task BlameAsync(ReadOnlyMemory<PendingCommit> commits, string sqlState, string? constraint, Exception error)
    {
        if (commits.Length > 1)
        {
            await HalveAsync(commits).ConfigureAwait(false);
            return;
        }

        LogRejected(logger, sqlState, constraint);
        var message = $"The database refused the commit ({sqlState}{(constraint is null ? string.Empty : ", " + constraint)}).";
        settlement.Fail(commits, () => new CommitRejectedException(message, sqlState, error) { Constraint = constraint }, "rejected");
    }

    private async Task HalveAsync(ReadOnlyMemory<PendingCommit> commits)
    {
        var rest = Open(commits);
        var half = (rest.Length + 1) / 2;
        await WriteAsync(rest[..half], mayRetry: true).ConfigureAwait(false);
        await WriteAsync(Open(rest[half..]), mayRetry: true).ConfigureAwait(false);
    }

    /// <summary>Those whose callers still wait: whoever was told meanwhile that nobody knows must not be written after all.</summary>
    private static ReadOnlyMemory<PendingCommit> Open(ReadOnlyMemory<PendingCommit> commits)
    {
        var open = new List<PendingCommit>(commits.Length);
        foreach (var commit in commits.Span)
        {
            if (!commit.IsSettled)
                open.Add(commit);
        }

        return open.ToArray();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "storage.commit.connect_failed pause={Pause}")]
    private static partial void LogConnectFailed(ILogger logger, TimeSpan pause, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "storage.commit.connection_lost commits={Count}")]
    private static partial void LogConnectionLost(ILogger logger, int count, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "storage.commit.unavailable commits={Count} code={SqlState}")]
    private static partial void LogUnavailable(ILogger logger, int count, string sqlState);

    [LoggerMessage(Level = LogLevel.Warning, Message = "storage.commit.refused_by_driver commits={Count} error={Error}")]
    private static partial void LogRefusedByDriver(ILogger logger, int count, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "storage.commit.rejected code={SqlState} constraint={Constraint}")]
    private static partial void LogRejected(ILogger logger, string sqlState, string? constraint);
}

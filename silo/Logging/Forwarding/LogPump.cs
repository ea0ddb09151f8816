using System.Threading.Channels;

namespace Vespid.Silo.Logging.Forwarding;

/// <summary>
/// Carries lines to one target. Whoever logs only puts a line into a bounded queue; a target that is away or does not read costs lines, which are
/// counted, and never time.
/// </summary>
internal sealed partial class LogPump(
    LogTarget target, int queueLimit, Func<LogTarget, CancellationToken, ValueTask<ILogSink>> open, LogForwardMetrics metrics, TimeProvider clock)
{
    /// <summary>For connecting, and for one line. Longer than a busy collector takes, short enough to find out that one hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly Channel<byte[]> _queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(queueLimit) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private byte[]? _unsent;

    /// <summary>Takes a line, or counts it as dropped. Never waits.</summary>
    public void Offer(byte[] line)
    {
        if (!_queue.Writer.TryWrite(line))
            metrics.Dropped(target.Kind, LogForwardMetrics.QueueFull);
    }

    /// <summary>Works until <see cref="Finish"/> was called and the queue is empty, or until it is canceled.</summary>
    public async Task RunAsync(ILogger logger, CancellationToken cancellationToken)
    {
        var (failures, told) = (0, false);
        while (!cancellationToken.IsCancellationRequested)
        {
            var carried = false;
            try
            {
                await using var sink = await OpenAsync(cancellationToken);
                // A connection that takes nothing is no success yet.
                while (await NextAsync(cancellationToken) is { } line)
                {
                    await CarryAsync(sink, line, cancellationToken);
                    (carried, failures, told) = (true, 0, false);
                }

                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is System.Net.Sockets.SocketException or IOException or OperationCanceledException or ObjectDisposedException)
            {
                // An outage is told once, not at each of the many tries until it ends.
                if (!told)
                    Log.Interrupted(logger, target, fault.GetType().Name);
                told = true;
            }

            failures = carried ? 1 : failures + 1;
            await Task.Delay(WaitAfter(failures), clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void Finish() => _queue.Writer.TryComplete();

    /// <summary>Counts what never left.</summary>
    public void Abandon()
    {
        var left = _unsent is null ? 0 : 1;
        while (_queue.Reader.TryRead(out _))
            left++;
        if (left > 0)
            metrics.Dropped(target.Kind, LogForwardMetrics.Stopping, left);
    }

    private static TimeSpan WaitAfter(int failures)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(failures - 1, 10));
        return wait < LongestWait ? wait : LongestWait;
    }

    private async ValueTask<byte[]?> NextAsync(CancellationToken cancellationToken)
    {
        if (_unsent is null && await _queue.Reader.WaitToReadAsync(cancellationToken))
            _queue.Reader.TryRead(out _unsent);
        return _unsent;
    }

    private async Task CarryAsync(ILogSink sink, byte[] line, CancellationToken cancellationToken)
    {
        if (line.Length > sink.MaxBytes)
        {
            metrics.Dropped(target.Kind, LogForwardMetrics.TooLong);
        }
        else
        {
            using var patience = new CancellationTokenSource(Patience, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await sink.WriteAsync(line, both.Token);
            metrics.Forwarded(target.Kind);
        }

        _unsent = null;
    }

    private async ValueTask<ILogSink> OpenAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        return await open(target, both.Token);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3030, EventName = "log.forward.interrupted", Level = LogLevel.Warning, Message = "Log lines do not reach {Target} ({Fault}); it is tried again")]
        public static partial void Interrupted(ILogger logger, LogTarget target, string fault);
    }
}

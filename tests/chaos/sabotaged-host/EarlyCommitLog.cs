using System.Threading.Channels;
using Vespid.Storage.Commits;
using Vespid.Storage.Rows;

namespace Vespid.Tests.Chaos.SabotagedHost;

/// <summary>Says that a message is stored as soon as it is in memory; it is written a moment later.</summary>
internal sealed class EarlyCommitLog : ICommitLog
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    private readonly ICommitLog _log;
    private readonly TimeProvider _clock;
    private readonly Channel<(Commit Commit, long At)> _waiting = Channel.CreateUnbounded<(Commit, long)>();

    public EarlyCommitLog(ICommitLog log, TimeProvider clock)
    {
        (_log, _clock) = (log, clock);
        _ = WriteAsync();
    }

    public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
    {
        if (!commit.Rows.Any(row => row is InboundMessageRow))
            return _log.CommitAsync(commit, cancellationToken);
        _waiting.Writer.TryWrite((commit, _clock.GetTimestamp()));
        var version = commit.State is { } state ? state.ExpectedVersion + (state.Payload is null ? 0 : 1) : 0;
        return ValueTask.FromResult(new CommitOutcome(CommitStatus.Applied, version));
    }

    private async Task WriteAsync()
    {
        await foreach (var (commit, at) in _waiting.Reader.ReadAllAsync())
        {
            if (Moment - _clock.GetElapsedTime(at) is { Ticks: > 0 } rest)
                await Task.Delay(rest, _clock);
            try
            {
                await _log.CommitAsync(commit);
            }
            catch (CommitException)
            {
                // Nobody is left to be told.
            }
        }
    }
}

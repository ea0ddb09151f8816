using System.Collections.Immutable;
using System.Reflection;
using Orleans;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Platforms;
using Vespid.Grains.Channels;
using Vespid.Grains.Platforms;
using Vespid.Grains.Runtime;
using Vespid.Storage.Commits;
using Vespid.Storage.Snapshots;
using Vespid.Tests.Unit.Gateway;

namespace Vespid.Tests.Unit.Platforms;

public sealed class ConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_fault_that_cannot_be_noted_because_storage_is_away_too_does_not_end_the_connection_for_good(bool isFatal)
    {
        var (log, receiver) = (new AwayLog(failures: 1), new FailingReceiver(isFatal));
        var ids = new SteppingIds();
        var account = Accounts.Of();
        var notes = new AccountNotes(new ControlCommits(log, ids), DispatchProxy.Create<IAccountDirectory, Nothing>(), new ChannelAccounts(), [receiver], ids);
        var connection = new Connection(
            "telegram:1", receiver, account, new ChannelAccounts().Of(account), DispatchProxy.Create<IGrainFactory, OneConnection>(), notes, new ConnectionMetrics(),
            TimeProvider.System, new SeededChance(1));
        using var ends = new CancellationTokenSource();

        var running = connection.RunAsync(ends.Token);

        await receiver.Second.WaitAsync(Patience);
        await log.Noted.WaitAsync(Patience);
        await ends.CancelAsync();
        await Task.WhenAny(running).WaitAsync(Patience);
        Assert.False(running.IsFaulted);
    }

    private sealed class FailingReceiver(bool isFatal) : IChannelReceiver
    {
        private readonly TaskCompletionSource _second = new();
        private int _runs;

        public Task Second => _second.Task;

        public string ChannelId => "telegram";

        public string NeededSetting => "botToken";

        public string? ConnectionKey(ChannelAccount account) => "telegram:1";

        public Task RunAsync(ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken)
        {
            if (++_runs == 2)
                _second.SetResult();
            throw new ReceiverException("away", isFatal);
        }
    }

    private sealed class AwayLog(int failures) : ICommitLog
    {
        private readonly TaskCompletionSource _noted = new();

        public Task Noted => _noted.Task;

        public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
        {
            if (failures-- > 0)
                throw new CommitUnavailableException("away");
            _noted.TrySetResult();
            return ValueTask.FromResult(new CommitOutcome(CommitStatus.Applied, 0));
        }
    }

    public class Nothing : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => null;
    }

    public class OneConnection : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => new Bare();
    }

    private sealed class Bare : IPlatformConnectionGrain
    {
        public Task<string?> Cursor() => Task.FromResult<string?>(null);

        public Task Deliver(Guid accountId, ImmutableArray<InboundMessage> messages, string? cursor, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<TimeSpan> ReserveSend(string conversationId) => Task.FromResult(TimeSpan.Zero);

        public Task Hold(TimeSpan retryAfter) => Task.CompletedTask;
    }
}

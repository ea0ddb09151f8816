using Microsoft.Extensions.DependencyInjection;
using Vespid.Channels;
using Vespid.GrainInterfaces.Delivery;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Channels;
using Vespid.Grains.Delivery;
using Vespid.Storage.Commits;
using Vespid.Storage.Lanes;
using Vespid.Storage.Lease;
using Vespid.Storage.Rows;
using Vespid.Tests.Unit.Gateway;
using Vespid.Tests.Unit.Runtime;

namespace Vespid.Tests.Unit.Delivery;

/// <summary>What a lane knows beside its rows: that an entry was marked and not sent. It holds while nobody else can have been the writer.</summary>
public sealed class LaneMemoryTests : IAsyncLifetime
{
    private const string Lane = "lane";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly OneEntry _storage = new();
    private readonly SettableLease _lease = new();
    private readonly CountingSender _sender = new();
    private GrainHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await GrainHost.StartAsync(services =>
        {
            services.AddOptions<ChannelRuntimeOptions>();
            services.AddSingleton<IChance>(new SeededChance(1)).AddSingleton<IIdSource, SteppingIds>();
            services.AddSingleton<ILaneStore>(_storage).AddSingleton<ICommitLog>(_storage).AddSingleton<IWriterLease>(_lease);
            services.AddSingleton<IOutboxSender>(_sender).AddSingleton<OutboxSenders>().AddSingleton<DeliveryMetrics>();
        });
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task An_entry_that_was_marked_and_not_sent_is_in_doubt_once_another_process_was_the_writer(long epoch, bool inDoubt)
    {
        _storage.Fails = true;
        await WakeAsync();
        await _storage.Failed.WaitAsync(Patience);

        // The mark of this process, or that of the writer between, who may have sent.
        _storage.Entry = _storage.Entry with { Status = LaneStatus.Sending };
        _lease.Epoch = epoch;
        _storage.Fails = false;
        await WakeAsync();

        await _storage.Ended.WaitAsync(Patience);
        Assert.Equal((LaneStatus.Sent, inDoubt, 1), (_storage.Entry.Status, _storage.Entry.PossibleDuplicate, _sender.Sends));
    }

    [Fact]
    public async Task An_entry_that_another_silo_is_sending_is_left_to_it_until_that_silo_is_gone()
    {
        _storage.Entry = _storage.Entry with { Status = LaneStatus.Sending, IsSentElsewhere = true };
        await WakeAsync();
        await WakeAsync();
        Assert.Equal((LaneStatus.Sending, false, 0), (_storage.Entry.Status, _storage.Entry.PossibleDuplicate, _sender.Sends));

        _storage.Entry = _storage.Entry with { IsSentElsewhere = false };
        await WakeAsync();

        await _storage.Ended.WaitAsync(Patience);
        Assert.Equal((LaneStatus.Sent, true, 1), (_storage.Entry.Status, _storage.Entry.PossibleDuplicate, _sender.Sends));
    }

    private Task WakeAsync() => _host.Grains.GetGrain<ILaneGrain>(Lane).Wake();

    /// <summary>An outbox of one entry.</summary>
    private sealed class OneEntry : ILaneStore, ICommitLog
    {
        private readonly TaskCompletionSource _failed = new();
        private readonly TaskCompletionSource _ended = new();

        public OutboxEntry Entry { get; set; } = new(
            Guid.AllBitsSet, Lane, "test", Guid.Empty, null, null, "{}", LaneStatus.Queued, 0, TimeSpan.Zero, TimeSpan.FromHours(1), false, null, null, null, null,
            DateTimeOffset.UnixEpoch, null);

        public volatile bool Fails;

        public Task Failed => _failed.Task;

        public Task Ended => _ended.Task;

        public Task<IReadOnlyList<OutboxEntry>> ReadLaneAsync(string laneKey, int max, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<OutboxEntry>>(Entry.Status == LaneStatus.Sent ? [] : [Entry]);

        public Task<IReadOnlyList<string>> DueLanesAsync(int max, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<string>>([]);

        public Task<(IReadOnlyList<string> Due, string After)> LanesAfterAsync(string after, int lanes, CancellationToken cancellationToken = default) =>
            Task.FromResult<(IReadOnlyList<string> Due, string After)>(([], ""));

        public Task<OutboxEntry?> FindAsync(Guid organizationId, Guid id, CancellationToken cancellationToken = default) => Task.FromResult<OutboxEntry?>(Entry);

        public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
        {
            if (Fails)
            {
                _failed.TrySetResult();
                throw new CommitOutcomeUnknownException("away");
            }

            var change = Assert.IsType<OutboxChange>(Assert.Single(commit.Rows));
            if (change.FromStatus != Entry.Status)
                return ValueTask.FromResult(new CommitOutcome(CommitStatus.Missed, 0));
            Entry = Entry with { Status = change.Status, PossibleDuplicate = Entry.PossibleDuplicate || change.PossibleDuplicate };
            if (change.Status == LaneStatus.Sent)
                _ended.TrySetResult();
            return ValueTask.FromResult(new CommitOutcome(CommitStatus.Applied, 0));
        }
    }

    private sealed class SettableLease : IWriterLease
    {
        public event Action<bool>? Changed
        {
            add { }
            remove { }
        }

        public bool IsHeld => true;

        public long Epoch { get; set; } = 1;

        public bool IsLeader => IsHeld;

        public long View => Epoch;

        public IReadOnlyList<ActiveAddress> Active => [];
    }

    private sealed class CountingSender : IOutboxSender
    {
        public int Sends { get; private set; }

        public IReadOnlyList<string> Kinds => ["test"];

        public ValueTask<Clearance> ClearAsync(OutboxEntry entry, CancellationToken cancellationToken) => ValueTask.FromResult<Clearance>(Clearance.Go.Instance);

        public ValueTask<SendResult> SendAsync(OutboxEntry entry, CancellationToken cancellationToken)
        {
            Sends++;
            return ValueTask.FromResult<SendResult>(new SendResult.Sent("1"));
        }
    }
}

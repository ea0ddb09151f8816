using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;
using Vespid.Storage.Commits;
using Vespid.Storage.State;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Storage.State;

[Collection(StorageServer.Collection)]
public sealed class CommitStateTests(StorageServer server)
{
    private int _deactivations;

    [Fact]
    public async Task It_is_what_was_committed_also_after_it_is_loaded_again()
    {
        await using var host = await CommitHost.StartAsync(server);
        var state = await LoadAsync(host);
        Assert.Equal((0L, 0), (state.Version, state.Value.Count));
        await state.CommitAsync(new Counter { Count = 1, Words = ["a"] }, [], [], null);
        await state.CommitAsync(state.Value with { Count = 2 }, [], [], null);
        Assert.Equal((2L, 2), (state.Version, state.Value.Count));
        var again = await LoadAsync(host);
        Assert.Equal((2L, 2, "a"), (again.Version, again.Value.Count, Assert.Single(again.Value.Words)));
    }

    [Fact]
    public async Task An_unchanged_state_is_verified_and_not_written()
    {
        await using var host = await CommitHost.StartAsync(server);
        var tenancy = await Tenancy.CreateAsync(host);
        var state = await LoadAsync(host);
        await state.CommitAsync(new Counter(), [Sample.Run(tenancy)], [], null);
        Assert.Equal((0L, 0L), (state.Version, await host.ScalarAsync<long>("SELECT count(*) FROM grain_state")));
        await state.CommitAsync(new Counter { Count = 1 }, [], [], null);
        await state.CommitAsync(new Counter { Count = 1 }, [Sample.Run(tenancy)], [], null);
        await state.CommitAsync(state.Value, [], [], null);
        Assert.Equal(1, state.Version);
    }

    [Fact]
    public async Task Another_activation_that_wrote_first_makes_it_inconsistent_and_untouched()
    {
        await using var host = await CommitHost.StartAsync(server);
        var (mine, other) = (await LoadAsync(host), await LoadAsync(host));
        await other.CommitAsync(new Counter { Count = 1 }, [], [], null);
        await Assert.ThrowsAsync<InconsistentStateException>(() => mine.CommitAsync(new Counter { Count = 9 }, [], [], null).AsTask());
        await Assert.ThrowsAsync<InconsistentStateException>(() => mine.CommitAsync(mine.Value, [], [], null).AsTask());
        Assert.Equal((0L, 0), (mine.Version, mine.Value.Count));
    }

    [Fact]
    public async Task A_refusal_leaves_it_untouched()
    {
        await using var host = await CommitHost.StartAsync(server);
        var tenancy = await Tenancy.CreateAsync(host);
        var state = await LoadAsync(host);
        await state.CommitAsync(new Counter { Count = 1 }, [Sample.Message(tenancy, "m")], [], null);
        var repeat = await state.CommitAsync(new Counter { Count = 2 }, [Sample.Message(tenancy, "m")], tenancy.Dependencies, tenancy.Organization);
        Assert.Equal((CommitStatus.Duplicate, 1L, 1), (repeat.Status, state.Version, state.Value.Count));
        await host.ExecuteAsync("UPDATE channel_accounts SET dm_policy = 'open' WHERE id = $1", tenancy.Account);
        Assert.Equal(CommitStatus.Stale, (await state.CommitAsync(new Counter { Count = 2 }, [], tenancy.Dependencies, null)).Status);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task After_an_unknown_outcome_it_is_what_the_database_has(bool wasApplied, int count)
    {
        await using var host = await CommitHost.StartAsync(server);
        var state = await LoadAsync(host, new UncertainLog(host.Log, wasApplied));
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => state.CommitAsync(new Counter { Count = 1 }, [], [], null).AsTask());
        Assert.Equal((count, (long)count), (state.Value.Count, state.Version));
        Assert.Equal(0, _deactivations);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_a_commit_that_lands_late_and_the_next_one_only_the_first_is_applied(bool isLateFirst)
    {
        await using var host = await CommitHost.StartAsync(server);
        var log = new LateLog(host.Log);
        var state = await InDoubtAsync(host, log);
        if (isLateFirst)
        {
            Assert.Equal(CommitStatus.Applied, await log.LandAsync());
            await Assert.ThrowsAsync<InconsistentStateException>(() => state.CommitAsync(state.Value, [], [], null).AsTask());
        }
        else
        {
            await state.CommitAsync(state.Value, [], [], null);
            Assert.Equal(CommitStatus.Conflict, await log.LandAsync());
        }

        Assert.Equal(isLateFirst ? 2 : 1, (await LoadAsync(host)).Value.Count);
    }

    [Fact]
    public async Task An_unchanged_state_is_written_once_after_an_unknown_outcome()
    {
        await using var host = await CommitHost.StartAsync(server);
        var tenancy = await Tenancy.CreateAsync(host);
        var state = await InDoubtAsync(host, new LateLog(host.Log));
        await host.Log.CommitAsync(Sample.Commit(null, Sample.Message(tenancy, "m")));
        Assert.Equal(CommitStatus.Duplicate, (await state.CommitAsync(state.Value, [Sample.Message(tenancy, "m")], [], null)).Status);
        Assert.Equal((true, 1L), (state.IsInDoubt, state.Version));
        await state.CommitAsync(state.Value, [], [], null);
        Assert.Equal((false, 2L, 1), (state.IsInDoubt, state.Version, state.Value.Count));
        await state.CommitAsync(state.Value, [], [], null);
        await state.CommitAsync(new Counter { Count = 1 }, [], [], null);
        Assert.Equal((2L, 2L), (state.Version, (await LoadAsync(host)).Version));
    }

    [Fact]
    public async Task A_state_that_cannot_be_read_after_an_unknown_outcome_decides_nothing_more()
    {
        await using var host = await CommitHost.StartAsync(server);
        var state = await LoadAsync(host, new UncertainLog(host.Log, isApplied: false));
        await host.ExecuteAsync("ALTER TABLE grain_state RENAME TO hidden");
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => state.CommitAsync(new Counter { Count = 1 }, [], [], null).AsTask());
        Assert.Equal(1, _deactivations);
        await Assert.ThrowsAsync<InconsistentStateException>(() => state.CommitAsync(new Counter { Count = 1 }, [], [], null).AsTask());
    }

    /// <summary>Stored with 1; the 2 is on its way.</summary>
    private async Task<CommitState<Counter>> InDoubtAsync(CommitHost host, LateLog log)
    {
        var state = await LoadAsync(host, log);
        await state.CommitAsync(new Counter { Count = 1 }, [], [], null);
        Assert.False(state.IsInDoubt);
        log.IsHolding = true;
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => state.CommitAsync(new Counter { Count = 2 }, [], [], null).AsTask());
        log.IsHolding = false;
        Assert.Equal((true, 1), (state.IsInDoubt, state.Value.Count));
        return state;
    }

    private async Task<CommitState<Counter>> LoadAsync(CommitHost host, ICommitLog? log = null)
    {
        var state = new CommitState<Counter>("counter/1", log ?? host.Log, new StateReader(host.Database), TimeProvider.System, NullLogger.Instance, () => _deactivations++);
        await state.LoadAsync(CancellationToken.None);
        return state;
    }

    private sealed record Counter
    {
        public int Count { get; init; }

        public IReadOnlyList<string> Words { get; init; } = [];
    }

    /// <summary>A log whose answers are lost.</summary>
    private sealed class UncertainLog(ICommitLog log, bool isApplied) : ICommitLog
    {
        public async ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
        {
            if (isApplied)
                await log.CommitAsync(commit, cancellationToken);
            throw new CommitOutcomeUnknownException("The answer is lost.");
        }
    }

    /// <summary>A log that holds a commit back until long after its caller was told that nobody knows.</summary>
    private sealed class LateLog(ICommitLog log) : ICommitLog
    {
        private Commit? _held;

        public bool IsHolding { get; set; }

        public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
        {
            if (!IsHolding)
                return log.CommitAsync(commit, cancellationToken);
            _held = commit;
            throw new CommitOutcomeUnknownException("The answer does not come.");
        }

        public async Task<CommitStatus> LandAsync() => (await log.CommitAsync(_held!)).Status;
    }
}

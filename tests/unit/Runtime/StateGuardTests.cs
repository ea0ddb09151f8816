using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;
using Vespid.Grains.Runtime;
using Vespid.Storage.Commits;
using Vespid.Storage.State;
using Vespid.Tests.Unit.Gateway;

namespace Vespid.Tests.Unit.Runtime;

public sealed class StateGuardTests
{
    private readonly OneState _stored = new();
    private readonly FakeLease _lease = new();
    private readonly CommitState<Counter> _state;
    private readonly StateGuard<Counter> _guard;

    public StateGuardTests()
    {
        _state = new CommitState<Counter>("counter/1", _stored, _stored, TimeProvider.System, NullLogger.Instance, () => { });
        _guard = new StateGuard<Counter>(_state, _lease);
    }

    [Fact]
    public async Task It_asks_once_under_each_lease()
    {
        Assert.True(await _guard.RenewAsync());
        Assert.False(await _guard.RenewAsync());
        _lease.Epoch++;
        Assert.True(await _guard.RenewAsync());
        Assert.False(await _guard.RenewAsync());
        Assert.Equal(0, _stored.Version);
    }

    [Fact]
    public async Task What_another_writer_changed_ends_the_activation()
    {
        await _guard.RenewAsync();
        _stored.Write(new Counter(5));
        Assert.False(await _guard.RenewAsync());
        _lease.Epoch++;
        await Assert.ThrowsAsync<InconsistentStateException>(() => _guard.RenewAsync().AsTask());
    }

    [Fact]
    public async Task After_a_commit_without_an_answer_it_writes_before_anything_is_decided()
    {
        await _guard.RenewAsync();
        _stored.LosesNext = true;
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => _state.CommitAsync(new Counter(1), [], [], null).AsTask());
        Assert.True(await _guard.RenewAsync());
        Assert.Equal(1, _stored.Version);
        Assert.False(await _guard.RenewAsync());
    }

    private sealed record Counter(int Count)
    {
        public Counter()
            : this(0)
        {
        }
    }
}

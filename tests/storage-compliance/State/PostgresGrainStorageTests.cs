using Orleans.Storage;
using Vespid.Storage.State;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Storage.State;

[Collection(StorageServer.Collection)]
public sealed class PostgresGrainStorageTests(StorageServer server)
{
    private static readonly GrainId Grain = GrainId.Create("edge", "one/two");

    [Fact]
    public async Task What_was_written_is_read_by_the_next_activation()
    {
        await using var host = await CommitHost.StartAsync(server);
        var storage = Storage(host);
        var first = await ReadAsync(storage);
        Assert.Equal((null, false, 0), (first.ETag, first.RecordExists, first.State!.Count));
        first.State = new Counter { Count = 5 };
        await storage.WriteStateAsync("state", Grain, first);
        Assert.True(first.RecordExists);
        var second = await ReadAsync(storage);
        Assert.Equal((first.ETag, true, 5), (second.ETag, second.RecordExists, second.State!.Count));
        Assert.Equal(0, (await ReadAsync(storage, "other")).State!.Count);
    }

    [Fact]
    public async Task A_stale_writer_is_told_and_changes_nothing()
    {
        await using var host = await CommitHost.StartAsync(server);
        var storage = Storage(host);
        var (mine, other) = (await ReadAsync(storage), await ReadAsync(storage));
        other.State!.Count = 1;
        await storage.WriteStateAsync("state", Grain, other);
        mine.State!.Count = 9;
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("state", Grain, mine));
        Assert.Equal(1, (await ReadAsync(storage)).State!.Count);
    }

    [Fact]
    public async Task A_cleared_state_is_gone_and_its_version_never_comes_back()
    {
        await using var host = await CommitHost.StartAsync(server);
        var storage = Storage(host);
        var state = await ReadAsync(storage);
        state.State!.Count = 1;
        await storage.WriteStateAsync("state", Grain, state);
        var stale = await ReadAsync(storage);
        await storage.ClearStateAsync("state", Grain, state);
        Assert.Equal((false, 0), (state.RecordExists, state.State!.Count));
        Assert.False((await ReadAsync(storage)).RecordExists);
        await storage.WriteStateAsync("state", Grain, state);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("state", Grain, stale));
        Assert.Equal("3", state.ETag);
    }

    private static PostgresGrainStorage Storage(CommitHost host) => new(host.Log, new StateReader(host.Database), TimeProvider.System);

    private static async Task<GrainState<Counter>> ReadAsync(PostgresGrainStorage storage, string name = "state")
    {
        var state = new GrainState<Counter>(new Counter());
        await storage.ReadStateAsync(name, Grain, state);
        return state;
    }

    private sealed class Counter
    {
        public int Count { get; set; }
    }
}

using Npgsql;
using Vespid.Storage.Commits;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Storage.Commits;

/// <summary>Commits with control-plane rows.</summary>
[Collection(StorageServer.Collection)]
public sealed class SoloCommitTests(StorageServer server)
{
    [Fact]
    public async Task It_is_applied_with_its_state_and_its_batched_rows()
    {
        await using var host = await StartAsync();
        var tenancy = await Tenancy.CreateAsync(host);
        var commit = Sample.Commit(Sample.State("a/1", 0), new Rename(tenancy.Organization, "New\0"), Sample.Entry(tenancy, "lane"), new Rename(tenancy.Organization, "Newer\0"));
        Assert.Equal(new CommitOutcome(CommitStatus.Applied, 1), await host.Log.CommitAsync(commit with { DependsOn = tenancy.Dependencies }));
        Assert.Equal("Newer\ufffd", await host.ScalarAsync<string>("SELECT name FROM organizations WHERE id = $1", tenancy.Organization));
        Assert.Equal(1, await host.ScalarAsync<long>("SELECT count(*) FROM outbox"));
    }

    [Fact]
    public async Task A_guard_that_misses_undoes_all_of_it()
    {
        await using var host = await StartAsync();
        var tenancy = await Tenancy.CreateAsync(host);
        var commit = Sample.Commit(Sample.State("a/1", 0), new Rename(tenancy.Organization, "New"), new Rename(Sample.NextId(), "Nobody"), Sample.Entry(tenancy, "lane"));
        Assert.Equal(CommitStatus.Missed, (await host.Log.CommitAsync(commit)).Status);
        await AssertNothingAsync(host, tenancy);
    }

    [Fact]
    public async Task A_stale_dependency_outweighs_a_broken_constraint()
    {
        await using var host = await StartAsync();
        var tenancy = await Tenancy.CreateAsync(host);
        await host.ExecuteAsync("UPDATE channel_accounts SET dm_policy = 'open' WHERE id = $1", tenancy.Account);
        var commit = Sample.Commit(Sample.State("a/1", 0), new Rename(tenancy.Organization, null)) with { DependsOn = tenancy.Dependencies };
        Assert.Equal(CommitStatus.Stale, (await host.Log.CommitAsync(commit)).Status);
        await AssertNothingAsync(host, tenancy);
    }

    [Fact]
    public async Task A_broken_constraint_is_rejected_and_the_connection_goes_on()
    {
        await using var host = await StartAsync();
        var tenancy = await Tenancy.CreateAsync(host);
        var neighbours = Enumerable.Range(0, 20).Select(i => host.Log.CommitAsync(Sample.Commit(Sample.State($"b/{i}", 0))).AsTask()).ToList();
        var rejected = await Assert.ThrowsAsync<CommitRejectedException>(
            () => host.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0), new Rename(tenancy.Organization, null), Sample.Entry(tenancy, "lane"))).AsTask());
        Assert.Equal("23502", rejected.SqlState);
        Assert.All(await Task.WhenAll(neighbours), outcome => Assert.Equal(CommitStatus.Applied, outcome.Status));
        await AssertNothingAsync(host, tenancy);
        Assert.Equal(CommitStatus.Applied, (await host.Log.CommitAsync(Sample.Commit(null, new Rename(tenancy.Organization, "New")))).Status);
    }

    [Fact]
    public async Task It_is_fenced_like_any_other()
    {
        await using var host = await StartAsync();
        var tenancy = await Tenancy.CreateAsync(host);
        await host.ExecuteAsync("UPDATE writer_lease SET epoch = epoch + 1");
        await Assert.ThrowsAsync<WriterFencedException>(() => host.Log.CommitAsync(Sample.Commit(null, new Rename(tenancy.Organization, "New"))).AsTask());
        await AssertNothingAsync(host, tenancy);
    }

    [Fact]
    public async Task A_connection_lost_before_its_end_was_sent_leaves_nothing()
    {
        await using var host = await StartAsync();
        var tenancy = await Tenancy.CreateAsync(host);
        await using (await host.BlockRunsAsync())
        {
            var commit = host.Log.CommitAsync(Sample.Commit(null, new Rename(tenancy.Organization, "New"), Sample.Run(tenancy))).AsTask();
            await host.UntilBlockedAsync(1);
            await host.ExecuteAsync("UPDATE writer_lease SET epoch = epoch + 1");
            await host.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");

            // It is tried again on a new connection, under a lease that is lost, and waits for the same lock.
            await Assert.ThrowsAnyAsync<CommitException>(() => commit);
        }

        await AssertNothingAsync(host, tenancy);
    }

    [Fact]
    public async Task A_row_that_nobody_writes_is_a_programming_error()
    {
        await using var host = await CommitHost.StartAsync(server);
        await Assert.ThrowsAsync<ArgumentException>(() => host.Log.CommitAsync(Sample.Commit(null, new Rename(Guid.Empty, "x"))).AsTask());
    }

    private static async Task AssertNothingAsync(CommitHost host, Tenancy tenancy)
    {
        Assert.Equal("Org", await host.ScalarAsync<string>("SELECT name FROM organizations WHERE id = $1", tenancy.Organization));
        Assert.Equal(0, await host.ScalarAsync<long>("SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM runs) + (SELECT count(*) FROM grain_state WHERE key = 'a/1')"));
    }

    private Task<CommitHost> StartAsync() => CommitHost.StartAsync(server, options => options.WriterConnections = 1, new RenameWriter());

    private sealed record Rename(Guid Organization, string? Name) : CommitRow;

    private sealed class RenameWriter : SoloWriter<Rename>
    {
        public override NpgsqlBatchCommand Write(Rename row) => new("UPDATE organizations SET name = $2 WHERE id = $1")
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = row.Organization },
                new NpgsqlParameter { Value = (object?)row.Name ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
            },
        };
    }
}

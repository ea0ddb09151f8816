using Vespid.Storage.Commits;
using Vespid.Storage.Lease;
using Vespid.Tests.Storage.Support;
using static Vespid.Tests.Storage.Entities.Support.Wait;

namespace Vespid.Tests.Storage.Lease;

[Collection(StorageServer.Collection)]
public sealed class PostgresLeaseTests(StorageServer server)
{
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task The_second_waits_knows_the_first_and_takes_over_when_it_lets_go()
    {
        var connectionString = await server.NewDatabaseAsync();
        await using var first = await Holder.StartAsync(connectionString, "one");
        await using var second = await Holder.StartAsync(connectionString, "two");
        Assert.True(first.Lease.IsHeld);
        Assert.Equal(1, first.Lease.Epoch);
        Assert.Empty(first.Lease.Active);
        Assert.False(second.Lease.IsHeld);
        Assert.Equal(0, second.Lease.Epoch);
        Assert.Equal([new ActiveAddress("http://one", "http://one/in")], second.Lease.Active);
        await first.Lease.StopAsync();
        await UntilAsync("the second to hold the lease", () => Task.FromResult(second.Lease.IsHeld));
        Assert.Equal(2, second.Lease.Epoch);
        Assert.Equal([true, false], first.Changes);
        Assert.Equal([true], second.Changes);
    }

    [Fact]
    public async Task One_that_may_not_write_knows_the_active_one_and_does_not_follow_it()
    {
        var connectionString = await server.NewDatabaseAsync();
        await using var gateway = Holder.Make(connectionString, "gateway", mayWrite: false);
        gateway.Lease.Start();
        await gateway.Lease.Tried.WaitAsync(Takeover);
        await using var first = await Holder.StartAsync(connectionString, "one");
        Assert.True(first.Lease.IsHeld);
        await UntilAsync("the gateway to know the first", () => Task.FromResult(gateway.Lease.Active.FirstOrDefault()?.Control == "http://one"));

        await first.Lease.StopAsync();
        await using var second = await Holder.StartAsync(connectionString, "two");
        await UntilAsync("the gateway to know the second", () => Task.FromResult(gateway.Lease.Active.FirstOrDefault()?.Control == "http://two"));

        Assert.True(second.Lease.IsHeld);
        Assert.Equal(2, second.Lease.Epoch);
        Assert.Empty(gateway.Changes);
    }

    [Fact]
    public async Task A_holder_that_is_killed_is_replaced()
    {
        var connectionString = await server.NewDatabaseAsync();
        using var child = Child.Start(ChildProgram.HoldLease, connectionString);
        Assert.Equal("held 1", await child.LineAsync("held 1"));
        await using var standby = await Holder.StartAsync(connectionString, "standby");
        var since = TimeProvider.System.GetTimestamp();
        child.Kill();
        await UntilAsync("the standby to hold the lease", () => Task.FromResult(standby.Lease.IsHeld));
        Assert.True(TimeProvider.System.GetElapsedTime(since) < Takeover);
        Assert.Equal(2, standby.Lease.Epoch);
    }

    [Fact]
    public async Task A_holder_that_is_paused_is_replaced_and_knows_it_when_it_wakes()
    {
        var connectionString = await server.NewDatabaseAsync();
        using var child = Child.Start(ChildProgram.HoldLease, connectionString);
        Assert.Equal("held 1", await child.LineAsync("held 1"));
        await using var standby = await Holder.StartAsync(connectionString, "standby");
        var since = TimeProvider.System.GetTimestamp();
        await child.PauseAsync();
        await UntilAsync("the standby to hold the lease", () => Task.FromResult(standby.Lease.IsHeld));
        Assert.True(TimeProvider.System.GetElapsedTime(since) < Takeover);
        await child.ContinueAsync();
        Assert.Equal("lost", await child.LineAsync("lost"));
    }

    [Fact]
    public async Task A_holder_that_cannot_ping_stops_before_anybody_else_starts()
    {
        var connectionString = await server.NewDatabaseAsync();
        var time = new FreezableTime();
        await using var first = await Holder.StartAsync(connectionString, "one", time);
        Assert.True(first.Lease.IsHeld);

        // From here on no timer of the first fires: it is as good as paused, but can still be asked.
        time.Freeze();
        await using var second = await Holder.StartAsync(connectionString, "two");
        await UntilAsync("the first to stop of itself", () => Task.FromResult(!first.Lease.IsHeld));
        Assert.False(second.Lease.IsHeld);
        await UntilAsync("the second to start", () => Task.FromResult(second.Lease.IsHeld));
        time.Thaw();
        await UntilAsync("the first to notice", () => Task.FromResult(first.Lease.Epoch == 0));
    }

    [Fact]
    public async Task Losing_the_session_loses_the_lease_and_a_lone_process_gets_it_back_under_a_new_epoch()
    {
        var connectionString = await server.NewDatabaseAsync();
        await using var holder = await Holder.StartAsync(connectionString, "one");
        await holder.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'vespid-lease'");
        await UntilAsync("the next epoch", () => Task.FromResult(holder.Lease is { Epoch: 2, IsHeld: true }));
        Assert.Equal([true, false, true], holder.Changes);
    }

    [Fact]
    public async Task Taking_over_ends_the_writers_before_it()
    {
        await using var host = await CommitHost.StartAsync(server);
        var tenancy = await Tenancy.CreateAsync(host);
        await host.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0)));
        await host.ExecuteAsync("UPDATE writer_lease SET epoch = 1 WHERE id = 1");
        await using (await host.BlockRunsAsync())
        {
            var stuck = host.Log.CommitAsync(Sample.Commit(null, Sample.Run(tenancy))).AsTask();
            await host.UntilBlockedAsync(1);
            await using var successor = await Holder.StartAsync(host.Database.ConnectionString, "successor");
            Assert.Equal(2, successor.Lease.Epoch);
            await Assert.ThrowsAnyAsync<CommitException>(() => stuck);
        }

        await Assert.ThrowsAsync<WriterFencedException>(() => host.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 1))).AsTask());
        Assert.Equal(0, await host.ScalarAsync<long>("SELECT count(*) FROM runs"));
    }
}

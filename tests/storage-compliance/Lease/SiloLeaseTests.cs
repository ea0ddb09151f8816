using Vespid.Storage.Commits;
using Vespid.Storage.Lease;
using Vespid.Tests.Storage.Support;
using static Vespid.Tests.Storage.Entities.Support.Wait;

namespace Vespid.Tests.Storage.Lease;

/// <summary>Silos of a cluster, which write side by side.</summary>
[Collection(StorageServer.Collection)]
public sealed class SiloLeaseTests(StorageServer server)
{
    [Fact]
    public async Task All_hold_it_under_epochs_of_their_own_and_one_leads()
    {
        var connectionString = await server.NewDatabaseAsync();
        await using var first = await SiloAsync(connectionString, "one");
        await using var second = await SiloAsync(connectionString, "two");
        await using var third = await SiloAsync(connectionString, "three");

        Holder[] all = [first, second, third];
        Assert.All(all, silo => Assert.True(silo.Lease.IsHeld));
        Assert.Equal(3, all.Select(silo => silo.Lease.Epoch).Distinct().Count());
        Assert.Same(first, Assert.Single(all, silo => silo.Lease.IsLeader));
        Assert.All(all, silo => Assert.Empty(silo.Lease.Active));
        Assert.Equal(3, (await first.GaugesAsync()).WritingSilos);
    }

    [Fact]
    public async Task One_that_has_not_started_does_not_lead_however_long_it_is_there()
    {
        var connectionString = await server.NewDatabaseAsync();
        await using var starting = Holder.Make(connectionString, "starting", isClustered: true);
        starting.Lease.Start();
        await starting.Lease.Tried.WaitAsync(TimeSpan.FromSeconds(20));
        await using var started = await SiloAsync(connectionString, "started");

        Assert.True(starting.Lease.IsHeld);
        Assert.Equal((false, true), (starting.Lease.IsLeader, started.Lease.IsLeader));
    }

    [Fact]
    public async Task Another_leads_when_the_leader_leaves_and_only_one()
    {
        var connectionString = await server.NewDatabaseAsync();
        await using var first = await SiloAsync(connectionString, "one");
        await using var second = await SiloAsync(connectionString, "two");
        await using var third = await SiloAsync(connectionString, "three");

        await first.Lease.StopAsync();
        await UntilAsync("another to lead", () => Task.FromResult(second.Lease.IsLeader || third.Lease.IsLeader));

        Assert.False(first.Lease.IsLeader);
        Assert.NotEqual(second.Lease.IsLeader, third.Lease.IsLeader);
        Assert.True(second.Lease.IsHeld && third.Lease.IsHeld);
    }

    [Fact]
    public async Task A_silo_whose_session_ends_is_fenced_and_comes_back_under_a_new_epoch()
    {
        await using var host = await CommitHost.StartAsync(server);
        await using var leader = await SiloAsync(host.Database.ConnectionString, "one");
        await using var other = await SiloAsync(host.Database.ConnectionString, "two");
        var before = other.Lease.Epoch;
        host.Lease.Epoch = before;
        await host.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0)));

        await host.ExecuteAsync(
            $"""
            SELECT pg_terminate_backend(p.pid) FROM pg_locks p
            WHERE p.locktype = 'advisory' AND p.objsubid = 2 AND p.objid = {before} AND p.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """);
        await UntilAsync("the other to be back", () => Task.FromResult(other.Lease.Epoch > before && other.Lease.IsHeld));
        await UntilAsync(
            "the old epoch to be taken from it", async () => await host.ScalarAsync<long>($"SELECT count(*) FROM writer_lease WHERE epoch = {before}") == 0);

        Assert.True(other.Lease.Epoch > before);
        Assert.True(leader.Lease.IsLeader);
        await Assert.ThrowsAsync<WriterFencedException>(() => host.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 1))).AsTask());
        host.Lease.Epoch = other.Lease.Epoch;
        await host.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 1)));
    }

    [Fact]
    public async Task A_silo_that_is_killed_loses_its_epoch_and_its_address()
    {
        await using var host = await CommitHost.StartAsync(server);
        using var child = Child.Start(ChildProgram.HoldSilo, host.Database.ConnectionString);
        var epoch = long.Parse((await child.LineAsync("held N"))["held ".Length..], System.Globalization.CultureInfo.InvariantCulture);
        await using var survivor = await SiloAsync(host.Database.ConnectionString, "two");
        await using var gateway = Holder.Make(host.Database.ConnectionString, "gateway", mayWrite: false);
        gateway.Lease.Start();
        await UntilAsync("the gateway to know both", () => Task.FromResult(gateway.Lease.Active.Count == 2));
        Assert.False(survivor.Lease.IsLeader);

        child.Kill();
        await UntilAsync("the survivor to lead", () => Task.FromResult(survivor.Lease.IsLeader));
        await UntilAsync("the gateway to know one", () => Task.FromResult(gateway.Lease.Active is [{ Control: "http://two" }]));

        host.Lease.Epoch = epoch;
        await Assert.ThrowsAsync<WriterFencedException>(() => host.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0))).AsTask());
    }

    [Fact]
    public async Task A_lone_writer_and_silos_exclude_each_other()
    {
        await using var host = await CommitHost.StartAsync(server);
        await using var lone = await Holder.StartAsync(host.Database.ConnectionString, "lone");
        await using var silo = await SiloAsync(host.Database.ConnectionString, "silo");
        Assert.True(lone.Lease is { IsHeld: true, IsLeader: true });
        Assert.False(silo.Lease.IsHeld);
        Assert.Equal([new ActiveAddress("http://lone", "http://lone/in")], silo.Lease.Active);
        var loneEpoch = lone.Lease.Epoch;

        await lone.Lease.StopAsync();
        await UntilAsync("the silo to write", () => Task.FromResult(silo.Lease is { IsHeld: true, IsLeader: true }));
        host.Lease.Epoch = loneEpoch;
        await Assert.ThrowsAsync<WriterFencedException>(() => host.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0))).AsTask());
        var siloEpoch = silo.Lease.Epoch;

        await using var next = await Holder.StartAsync(host.Database.ConnectionString, "next");
        Assert.False(next.Lease.IsHeld);
        Assert.Equal([new ActiveAddress("http://silo", "http://silo/in")], next.Lease.Active);
        await silo.Lease.StopAsync();
        await UntilAsync("the next lone writer", () => Task.FromResult(next.Lease.IsHeld));
        Assert.True(next.Lease.Epoch > siloEpoch);
        host.Lease.Epoch = siloEpoch;
        await Assert.ThrowsAsync<WriterFencedException>(() => host.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0))).AsTask());
    }

    private static Task<Holder> SiloAsync(string connectionString, string name) => Holder.StartAsync(connectionString, name, isClustered: true);
}

using Vespid.Storage.Lanes;
using Vespid.Storage.Rows;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Storage.Lanes;

[Collection(StorageServer.Collection)]
public sealed class LaneStoreTests(StorageServer server)
{
    [Fact]
    public async Task A_lane_is_read_in_order_without_what_has_ended()
    {
        await using var host = await CommitHost.StartAsync(server);
        var tenancy = await Tenancy.CreateAsync(host);
        var store = new LaneStore(host.Database, host.Lease);
        var entries = Enumerable.Range(0, 4).Select(_ => Sample.Entry(tenancy, "lane")).OrderByDescending(entry => entry.Id).ToList();
        await host.Log.CommitAsync(Sample.Commit(null, [.. entries]));
        await host.Log.CommitAsync(Sample.Commit(null, Sample.Change(entries[1].Id, "queued", "sent")));
        var lane = await store.ReadLaneAsync("lane", 2);
        Assert.Equal([entries[0].Id, entries[2].Id], lane.Select(entry => entry.Id));
        Assert.True(lane[0].DueIn <= TimeSpan.Zero);
        Assert.InRange(lane[0].ExpiresIn, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(60));
        var sent = await store.FindAsync(tenancy.Organization, entries[1].Id);
        Assert.Equal(("sent", "provider-1", """{"text":"hi"}"""), (sent!.Status, sent.ProviderMessageId, sent.Payload));
        Assert.Null(await store.FindAsync(Sample.NextId(), entries[1].Id));
    }

    [Fact]
    public async Task A_lane_is_due_when_its_first_open_entry_is()
    {
        await using var host = await CommitHost.StartAsync(server);
        var tenancy = await Tenancy.CreateAsync(host);
        var store = new LaneStore(host.Database, host.Lease);
        var (head, tail, other) = (Sample.Entry(tenancy, "waiting"), Sample.Entry(tenancy, "waiting"), Sample.Entry(tenancy, "ready"));
        await host.Log.CommitAsync(Sample.Commit(null, head, tail, other));
        Assert.Equal(["ready", "waiting"], (await store.DueLanesAsync(10)).Order());
        Assert.Single(await store.DueLanesAsync(1));
        await host.Log.CommitAsync(Sample.Commit(null, Sample.Change(head.Id, "queued", "retrying") with { DueIn = TimeSpan.FromMinutes(5) }));
        Assert.Equal(["ready"], await store.DueLanesAsync(10));
        await host.Log.CommitAsync(Sample.Commit(null, Sample.Change(head.Id, "retrying", "dead_letter")));
        Assert.Equal(["ready", "waiting"], (await store.DueLanesAsync(10)).Order());
    }

    [Fact]
    public async Task Each_lane_has_its_turn_however_much_the_others_hold()
    {
        await using var host = await CommitHost.StartAsync(server);
        var tenancy = await Tenancy.CreateAsync(host);
        var store = new LaneStore(host.Database, host.Lease);
        var entries = ((string[])["a", "a", "a", "b", "c", "d", "d"]).Select(lane => Sample.Entry(tenancy, lane)).ToList();
        await host.Log.CommitAsync(Sample.Commit(null, [.. entries]));
        await host.Log.CommitAsync(Sample.Commit(null, Sample.Change(entries[3].Id, "queued", "retrying") with { DueIn = TimeSpan.FromMinutes(5) }));
        var (first, after) = await store.LanesAfterAsync("", 2);
        Assert.Equal(["a"], first);
        Assert.Equal("b", after);
        (first, after) = await store.LanesAfterAsync(after, 2);
        Assert.Equal(["c", "d"], first);
        Assert.Equal("d", after);
        (first, after) = await store.LanesAfterAsync(after, 2);
        Assert.Empty(first);
        Assert.Equal("", after);
        (first, after) = await store.LanesAfterAsync("", 10);
        Assert.Equal(["a", "c", "d"], first);
        Assert.Equal("", after);
    }

    [Fact]
    public async Task A_redriven_entry_goes_to_the_tail()
    {
        await using var host = await CommitHost.StartAsync(server);
        var tenancy = await Tenancy.CreateAsync(host);
        var (first, second) = (Sample.Entry(tenancy, "lane"), Sample.Entry(tenancy, "lane"));
        await host.Log.CommitAsync(Sample.Commit(null, first, second));
        await host.Log.CommitAsync(Sample.Commit(null, Sample.Change(first.Id, "queued", "dead_letter")));
        await host.Log.CommitAsync(Sample.Commit(null, Sample.Change(first.Id, "dead_letter", "queued")));
        Assert.Equal([second.Id, first.Id], (await new LaneStore(host.Database, host.Lease).ReadLaneAsync("lane", 10)).Select(entry => entry.Id));
    }

    [Fact]
    public async Task A_change_keeps_what_was_known_and_never_takes_back_a_possible_duplicate()
    {
        await using var host = await CommitHost.StartAsync(server);
        var tenancy = await Tenancy.CreateAsync(host);
        var entry = Sample.Entry(tenancy, "lane");
        await host.Log.CommitAsync(Sample.Commit(null, entry));
        await host.Log.CommitAsync(Sample.Commit(null, Sample.Change(entry.Id, "queued", "unknown") with { PossibleDuplicate = true, LastError = "cut off", ErrorClass = "unknown" }));
        await host.Log.CommitAsync(Sample.Commit(null, new OutboxChange(entry.Id, "unknown", "sent", 2, TimeSpan.Zero, null, null, null, false)));
        var found = await new LaneStore(host.Database, host.Lease).FindAsync(tenancy.Organization, entry.Id);
        Assert.Equal(("sent", 2, true, null, "provider-1"), (found!.Status, found.AttemptCount, found.PossibleDuplicate, found.LastError, found.ProviderMessageId));
    }

    [Fact]
    public async Task An_entry_is_sent_elsewhere_while_the_silo_that_marked_it_is_one()
    {
        await using var host = await CommitHost.StartAsync(server);
        var tenancy = await Tenancy.CreateAsync(host);
        var store = new LaneStore(host.Database, host.Lease);
        await host.ExecuteAsync("INSERT INTO writer_lease (id, epoch, holder) VALUES (-3, 3, 'one'), (-5, 5, 'two')");
        var entry = Sample.Entry(tenancy, "lane");
        host.Lease.Epoch = 3;
        await host.Log.CommitAsync(Sample.Commit(null, entry));
        await host.Log.CommitAsync(Sample.Commit(null, Sample.Change(entry.Id, "queued", "sending")));
        Assert.False(await IsElsewhereAsync());

        host.Lease.Epoch = 5;
        Assert.True(await IsElsewhereAsync());

        await host.ExecuteAsync("DELETE FROM writer_lease WHERE id = -3");
        Assert.False(await IsElsewhereAsync());

        async Task<bool> IsElsewhereAsync() => Assert.Single(await store.ReadLaneAsync("lane", 10)).IsSentElsewhere;
    }
}

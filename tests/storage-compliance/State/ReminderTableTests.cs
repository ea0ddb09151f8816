using Vespid.Storage.Commits;
using Vespid.Storage.Reminders;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Storage.State;

[Collection(StorageServer.Collection)]
public sealed class ReminderTableTests(StorageServer server)
{
    private static readonly GrainId Grain = GrainId.Create("edge", "one");

    [Fact]
    public async Task A_reminder_is_found_by_grain_by_name_and_by_range()
    {
        await using var host = await CommitHost.StartAsync(server);
        var table = new ReminderTable(host.Database, host.Lease);
        var entry = Entry("beat");
        entry.ETag = await table.UpsertRow(entry);
        await table.UpsertRow(Entry("other"));
        await table.UpsertRow(new ReminderEntry { GrainId = GrainId.Create("edge", "two"), ReminderName = "beat", StartAt = entry.StartAt, Period = entry.Period });
        var found = (await table.ReadRow(Grain, "beat"))!;
        Assert.Equal((entry.GrainId, entry.StartAt, entry.Period, entry.ETag), (found.GrainId, found.StartAt, found.Period, found.ETag));
        Assert.Null(await table.ReadRow(Grain, "none"));
        Assert.Equal(2, (await table.ReadRows(Grain)).Reminders.Count);
        Assert.Equal(3, (await table.ReadRows(0, 0)).Reminders.Count);
        var hash = Grain.GetUniformHashCode();
        Assert.Equal(2, (await table.ReadRows(hash - 1, hash)).Reminders.Count);
        Assert.Single((await table.ReadRows(hash, hash - 1)).Reminders);
    }

    [Fact]
    public async Task It_is_removed_only_as_it_was_read()
    {
        await using var host = await CommitHost.StartAsync(server);
        var table = new ReminderTable(host.Database, host.Lease);
        var first = (await table.UpsertRow(Entry("beat")))!;
        var second = (await table.UpsertRow(Entry("beat")))!;
        Assert.False(await table.RemoveRow(Grain, "beat", first));
        Assert.True(await table.RemoveRow(Grain, "beat", second));
        Assert.False(await table.RemoveRow(Grain, "beat", second));
        var third = (await table.UpsertRow(Entry("beat")))!;
        Assert.False(await table.RemoveRow(Grain, "beat", first));
        Assert.True(await table.RemoveRow(Grain, "beat", third));
    }

    [Fact]
    public async Task A_process_that_lost_the_lease_changes_none()
    {
        await using var host = await CommitHost.StartAsync(server);
        var table = new ReminderTable(host.Database, host.Lease);
        var tag = (await table.UpsertRow(Entry("beat")))!;
        await host.ExecuteAsync("UPDATE writer_lease SET epoch = epoch + 1");
        await Assert.ThrowsAsync<WriterFencedException>(() => table.UpsertRow(Entry("other")));
        await Assert.ThrowsAsync<WriterFencedException>(() => table.RemoveRow(Grain, "beat", tag));
        Assert.Equal(tag, Assert.Single((await table.ReadRows(Grain)).Reminders).ETag);
    }

    private static ReminderEntry Entry(string name) => new()
    {
        GrainId = Grain,
        ReminderName = name,
        StartAt = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        Period = TimeSpan.FromMinutes(90),
    };
}

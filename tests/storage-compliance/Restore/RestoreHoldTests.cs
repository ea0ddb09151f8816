using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Vespid.Storage;
using Vespid.Storage.Commits;
using Vespid.Storage.Lanes;
using Vespid.Storage.Lease;
using Vespid.Storage.Queries;
using Vespid.Storage.Restore;
using Vespid.Storage.Work;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Storage.Restore;

/// <summary>A database that came from a backup sends nothing of what it had open until an operator lets it.</summary>
[Collection(StorageServer.Collection)]
public sealed class RestoreHoldTests(StorageServer server)
{
    private static readonly Guid Organization = Sample.NextId();

    [Fact]
    public async Task The_database_that_it_was_is_no_restored_one_however_often_the_writer_changes()
    {
        await using var copy = await OriginalAsync();
        await copy.TakeOverAsync();
        await copy.TakeOverAsync();
        Assert.Equal((0, 0), ((await copy.Holds.StatusAsync()).Held.Total, (await copy.Holds.StatusAsync()).Holds.Count));
        Assert.Equal(["lane"], await copy.Lanes.DueLanesAsync(10));
    }

    [Fact]
    public async Task What_a_copy_has_open_waits_is_counted_and_stays_held_at_the_next_change_of_the_writer()
    {
        await using var copy = await RestoredAsync();
        await copy.TakeOverAsync();

        Assert.Empty(await copy.Lanes.DueLanesAsync(10));
        Assert.Empty(await copy.Lanes.ReadLaneAsync("lane", 10));
        Assert.Empty(await copy.Work.ClaimAsync(Organization, "worker", 10, TimeSpan.FromMinutes(1)));
        Assert.Empty(await copy.Work.OrganizationsWithWorkAsync(["pull"], 10));
        var status = await copy.Holds.StatusAsync();
        Assert.Equal(new RestoreCounts(3, 2, 0), status.Held);
        var hold = Assert.Single(status.Holds);
        Assert.Equal(("other_database", 3, 2, null), (hold.Cause, hold.OutboxEntries, hold.Runs, hold.EndedAt));
        Assert.Equal([(Organization, "outbox", "reply", 3), (Organization, "runs", "workflow", 2)], status.Groups.Select(group => (group.OrganizationId, group.What, group.Kind, group.Count)));
        var gauges = (await new RuntimeQueries(copy.Database).GaugesAsync());
        Assert.Equal((5, 0, 0, null, 0), (gauges.HeldAfterRestore, gauges.OutboxBacklog, gauges.WorkDepth, gauges.OldestDueLaneAge, gauges.WritingSilos));

        await copy.TakeOverAsync();
        Assert.Single((await copy.Holds.StatusAsync()).Holds);
    }

    [Fact]
    public async Task What_comes_after_the_restore_does_not_wait_behind_what_is_held()
    {
        await using var copy = await RestoredAsync();
        await copy.TakeOverAsync();
        await copy.ExecuteAsync($"INSERT INTO outbox (id, lane_key, kind, organization_id, payload, expires_at) VALUES (gen_random_uuid(), 'lane', 'reply', '{Organization}', '\"new\"', now() + interval '1 hour')");
        await copy.ExecuteAsync($"INSERT INTO runs (id, organization_id, kind, input) VALUES (gen_random_uuid(), '{Organization}', 'workflow', '\"new\"')");
        Assert.Equal(["lane"], await copy.Lanes.DueLanesAsync(10));
        Assert.Equal("\"new\"", Assert.Single(await copy.Lanes.ReadLaneAsync("lane", 10)).Payload);
        Assert.Equal("\"new\"", Assert.Single(await copy.Work.ClaimAsync(Organization, "worker", 10, TimeSpan.FromMinutes(1))).Input);
    }

    [Fact]
    public async Task What_is_released_goes_on_in_order_and_may_be_a_duplicate()
    {
        await using var copy = await RestoredAsync();
        await copy.TakeOverAsync();
        var released = await copy.Holds.ReleaseAsync(new RestoreSelection(), "ops", "checked with the receivers", "10.0.0.1");

        Assert.Equal(new RestoreCounts(3, 2, 0), released);
        var lane = await copy.Lanes.ReadLaneAsync("lane", 10);
        Assert.Equal(["retrying", "queued", "unknown"], lane.Select(entry => entry.Status));
        Assert.All(lane, entry => Assert.True(entry.PossibleDuplicate));
        Assert.Equal(2, (await copy.Work.ClaimAsync(Organization, "worker", 10, TimeSpan.FromMinutes(1))).Count);
        var status = await copy.Holds.StatusAsync();
        Assert.Equal((0, "ops"), (status.Held.Total, Assert.Single(status.Holds).EndedBy));
        Assert.Equal(
            1, await copy.ScalarAsync("SELECT count(*) FROM audit_events WHERE action = 'restore.released' AND actor_id = 'ops' AND remote_address = '10.0.0.1' AND change -> 'to' ->> 'outbox' = '3'"));
        Assert.Equal(new RestoreCounts(0, 0, 0), await copy.Holds.ReleaseAsync(new RestoreSelection(), "ops", "again"));
    }

    [Fact]
    public async Task A_part_or_one_organisation_can_be_released_and_the_hold_stays_open()
    {
        await using var copy = await RestoredAsync();
        await copy.TakeOverAsync();
        Assert.Equal(new RestoreCounts(0, 0, 0), await copy.Holds.ReleaseAsync(RestoreSelection.Of(null, Sample.NextId()), "ops", "another"));
        Assert.Equal(new RestoreCounts(0, 2, 0), await copy.Holds.ReleaseAsync(RestoreSelection.Of("runs", Organization), "ops", "runs"));
        var status = await copy.Holds.StatusAsync();
        Assert.Equal((new RestoreCounts(3, 0, 0), null), (status.Held, Assert.Single(status.Holds).EndedAt));
        Assert.Empty(await copy.Lanes.DueLanesAsync(10));
    }

    [Fact]
    public async Task What_is_discarded_is_never_sent()
    {
        await using var copy = await RestoredAsync();
        await copy.TakeOverAsync();
        Assert.Equal(new RestoreCounts(3, 2, 0), await copy.Holds.DiscardAsync(new RestoreSelection(), "ops", "all of it arrived"));
        Assert.Empty(await copy.Lanes.DueLanesAsync(10));
        Assert.Empty(await copy.Work.ClaimAsync(Organization, "worker", 10, TimeSpan.FromMinutes(1)));
        Assert.Equal(3, await copy.ScalarAsync("SELECT count(*) FROM outbox WHERE status = 'canceled' AND last_error LIKE '%restore%'"));
        Assert.Equal(2, await copy.ScalarAsync("SELECT count(*) FROM runs WHERE status = 'cancelled' AND finished_at IS NOT NULL"));
        Assert.Equal(1, await copy.ScalarAsync("SELECT count(*) FROM outbox WHERE status = 'sent'"));
    }

    [Fact]
    public async Task A_file_level_copy_is_known_by_a_log_that_ends_before_what_was_seen_of_it()
    {
        await using var copy = await OriginalAsync();
        await copy.TakeOverAsync();
        var note = new RestoreWitness(copy.Folder).Read()!;
        var later = note with { Position = await copy.TextAsync("SELECT (pg_current_wal_flush_lsn() + 1000000000)::text") };
        new RestoreWitness(copy.Folder).Write(later);
        await copy.TakeOverAsync();
        Assert.Equal("log_went_back", Assert.Single((await copy.Holds.StatusAsync()).Holds).Cause);

        // What another database's log was proves nothing of this one.
        new RestoreWitness(copy.Folder).Write(later with { Identity = "another" });
        await copy.TakeOverAsync();
        Assert.Single((await copy.Holds.StatusAsync()).Holds);
    }

    [Fact]
    public async Task An_operator_can_hold_what_nothing_tells()
    {
        await using var copy = await OriginalAsync();
        var hold = await copy.Holds.HoldAsync("ops", "the disk was put back");
        Assert.Equal(("operator", 3, 2), (hold.Cause, hold.OutboxEntries, hold.Runs));
        Assert.Empty(await copy.Lanes.DueLanesAsync(10));
    }

    /// <summary>A database that was in use: entries and runs of each open status, and one that has left.</summary>
    private async Task<Copy> OriginalAsync()
    {
        var copy = new Copy(await server.NewDatabaseAsync());
        await copy.TakeOverAsync();
        await copy.ExecuteAsync($"INSERT INTO organizations (id, name, agent_kind) VALUES ('{Organization}', 'Org', 'pull')");
        foreach (var status in (string[])["sending", "queued", "unknown", "sent"])
            await copy.ExecuteAsync($"INSERT INTO outbox (id, lane_key, kind, organization_id, payload, status, expires_at) VALUES (gen_random_uuid(), 'lane', 'reply', '{Organization}', '\"old\"', '{status}', now() + interval '1 hour')");
        await copy.ExecuteAsync($"INSERT INTO runs (id, organization_id, kind, input) VALUES (gen_random_uuid(), '{Organization}', 'workflow', '\"old\"')");
        await copy.ExecuteAsync($"INSERT INTO runs (id, organization_id, kind, input, status, attempt_count, lease_until) VALUES (gen_random_uuid(), '{Organization}', 'workflow', '\"old\"', 'running', 1, now())");
        return copy;
    }

    private async Task<Copy> RestoredAsync()
    {
        await using var original = await OriginalAsync();
        return new Copy(await server.CopyAsync(original.ConnectionString));
    }

    /// <summary>One database and what reads it.</summary>
    private sealed class Copy : IAsyncDisposable
    {
        private readonly NpgsqlDataSource _sql;

        public Copy(string connectionString)
        {
            ConnectionString = connectionString;
            _sql = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
            Database = new Database(Options.Create(new StorageOptions { ReadPoolSize = 2 }));
            Database.Open(connectionString);
            Lanes = new LaneStore(Database, new MovableLease(1));
            Holds = new RestoreHolds(Database);
        }

        public string ConnectionString { get; }

        public string Folder { get; } = Directory.CreateTempSubdirectory("vespid-witness-").FullName;

        public Database Database { get; }

        public ILaneStore Lanes { get; }

        public IRestoreHolds Holds { get; }

        public IWorkQueue Work { get; private set; } = null!;

        /// <summary>A process becomes the writer and ends.</summary>
        public async Task TakeOverAsync()
        {
            await using var lease = new PostgresLease(
                Database, Options.Create(new StorageOptions { DataFolder = Folder, Holder = "test" }), TimeProvider.System, NullLogger<PostgresLease>.Instance);
            lease.Start();
            await lease.Tried.WaitAsync(TimeSpan.FromSeconds(20));
            Assert.True(lease.Epoch > 0);
            Work = new WorkQueue(Database, new MovableLease(lease.Epoch), new NothingIsFinished());
        }

        public async Task ExecuteAsync(string sql)
        {
            await using var command = _sql.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        public async Task<long> ScalarAsync(string sql)
        {
            await using var command = _sql.CreateCommand(sql);
            return (long)(await command.ExecuteScalarAsync())!;
        }

        public async Task<string> TextAsync(string sql)
        {
            await using var command = _sql.CreateCommand(sql);
            return (string)(await command.ExecuteScalarAsync())!;
        }

        public async ValueTask DisposeAsync()
        {
            await Database.DisposeAsync();
            await _sql.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>Work is claimed here, never completed.</summary>
    private sealed class NothingIsFinished : ICommitLog
    {
        public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default) => throw new InvalidOperationException("These tests complete no work.");
    }
}

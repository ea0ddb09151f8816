using Vespid.Storage.Commits;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Storage.Commits;

[Collection(StorageServer.Collection)]
public sealed class PostgresCommitLogTests(StorageServer server) : CommitLogCompliance
{
    [Theory]
    [InlineData("UPDATE channel_accounts SET group_policy = 'open' WHERE id = $1")]
    [InlineData("INSERT INTO channel_allowlist_entries (id, organization_id, account_id, scope, subject) SELECT gen_random_uuid(), organization_id, id, 'dm', 'x' FROM channel_accounts WHERE id = $1")]
    [InlineData("INSERT INTO workflows (id, organization_id, name, dsl) SELECT gen_random_uuid(), organization_id, 'w', '{}' FROM channel_accounts WHERE id = $1")]
    [InlineData("DELETE FROM channel_accounts WHERE id = $1")]
    public async Task An_operators_plain_sql_holds_from_the_next_commit_on(string sql)
    {
        await using var host = await CommitHost.StartAsync(server);
        var tenancy = await Tenancy.CreateAsync(host);
        Assert.Equal(CommitStatus.Applied, await TryAsync());
        await host.ExecuteAsync(sql, tenancy.Account);
        Assert.Equal(CommitStatus.Stale, await TryAsync());

        async Task<CommitStatus> TryAsync() => (await host.Log.CommitAsync(Sample.Commit(null, Sample.Run(tenancy)) with { DependsOn = tenancy.Dependencies })).Status;
    }

    [Fact]
    public async Task A_poisoned_commit_fails_alone()
    {
        await using var host = await CommitHost.StartAsync(server, options => options.WriterConnections = 1);
        var tenancy = await Tenancy.CreateAsync(host);
        Task<CommitOutcome>[] commits;
        await using (await host.BlockRunsAsync())
        {
            // The first one keeps the writer busy, so that the others make one batch.
            var first = host.Log.CommitAsync(Sample.Commit(null, Sample.Run(tenancy))).AsTask();
            await host.UntilBlockedAsync(1);
            commits = [first, .. Enumerable.Range(0, 60).Select(i => host.Log.CommitAsync(Sample.Commit(Sample.State($"a/{i}", 0), Sample.Run(tenancy, i == 37 ? "bogus" : "turn"))).AsTask())];
        }

        var guilty = await Assert.ThrowsAsync<CommitRejectedException>(() => commits[38]);
        Assert.Equal(("23514", "runs_kind_check"), (guilty.SqlState, guilty.Constraint));
        foreach (var commit in commits.Where((_, i) => i != 38))
            Assert.Equal(CommitStatus.Applied, (await commit).Status);
        Assert.Equal(60, await host.ScalarAsync<long>("SELECT count(*) FROM runs"));
        Assert.Equal(0, await host.ScalarAsync<long>("SELECT count(*) FROM grain_state WHERE key = 'a/37'"));
    }

    [Fact]
    public async Task A_connection_lost_during_a_commit_leaves_its_outcome_unknown_and_the_next_one_works()
    {
        await using var host = await CommitHost.StartAsync(server, options => options.WriterConnections = 1);
        var tenancy = await Tenancy.CreateAsync(host);

        // Prepares the statement: preparing would wait for the same lock, and nothing would be in doubt.
        await host.Log.CommitAsync(Sample.Commit(Sample.State("a/0", 0), Sample.Run(tenancy)));
        await using (await host.BlockRunsAsync())
        {
            var commit = host.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0), Sample.Run(tenancy))).AsTask();
            await host.UntilBlockedAsync(1);
            await host.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'vespid-writer-1' AND wait_event_type = 'Lock'");
            await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => commit);
        }

        Assert.Equal(CommitStatus.Applied, (await host.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0), Sample.Run(tenancy)))).Status);
    }

    [Fact]
    public async Task Writers_that_were_ended_while_idle_cost_no_commit_its_certainty()
    {
        await using var host = await CommitHost.StartAsync(server, options => options.WriterConnections = 1);
        await host.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0)));
        await host.ScalarAsync<bool>("SELECT pg_sleep(0.3) IS NOT NULL");
        await host.ExecuteAsync("SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'vespid-writer-1'");
        Assert.Equal(CommitStatus.Applied, (await host.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 1)))).Status);
    }

    [Fact]
    public async Task Commits_that_wait_while_the_lease_is_lost_let_go_of_what_they_hold()
    {
        await using var host = await CommitHost.StartAsync(server, options => options.WriterConnections = 1);
        var tenancy = await Tenancy.CreateAsync(host);
        await host.Log.CommitAsync(Sample.Commit(Sample.State("a/0", 0), Sample.Run(tenancy)));
        Task<CommitOutcome>[] waiting;
        await using (await host.BlockRunsAsync())
        {
            // The first one keeps the writer busy until the lease is lost, and has left the queue when the others are refused.
            _ = host.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0), Sample.Run(tenancy))).AsTask();
            await host.UntilBlockedAsync(1);
            waiting = [.. Enumerable.Range(2, 3).Select(i => host.Log.CommitAsync(Sample.Commit(Sample.State($"a/{i}", 0))).AsTask())];
            host.Lease.Epoch = 0;
        }

        foreach (var commit in waiting)
            await Assert.ThrowsAsync<WriterFencedException>(() => commit);
        host.Lease.Epoch = 1;
        for (var i = 2; i < 5; i++)
            Assert.Equal(CommitStatus.Applied, (await host.Log.CommitAsync(Sample.Commit(Sample.State($"a/{i}", 0)))).Status);
    }

    [Fact]
    public async Task A_blocked_database_is_answered_within_two_seconds()
    {
        await using var host = await CommitHost.StartAsync(server, options => options.WriterConnections = 1);
        var tenancy = await Tenancy.CreateAsync(host);
        await using (await host.BlockRunsAsync())
        {
            var since = TimeProvider.System.GetTimestamp();
            var sent = host.Log.CommitAsync(Sample.Commit(null, Sample.Run(tenancy))).AsTask();
            await host.UntilBlockedAsync(1);
            var queued = host.Log.CommitAsync(Sample.Commit(null, Sample.Run(tenancy))).AsTask();
            await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => sent);
            await Assert.ThrowsAsync<CommitUnavailableException>(() => queued);
            Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.FromSeconds(1.4), TimeSpan.FromSeconds(2.2));
        }

        await Vespid.Tests.Storage.Entities.Support.Wait.UntilAsync("an applied commit", async () =>
        {
            try
            {
                return (await host.Log.CommitAsync(Sample.Commit(null, Sample.Run(tenancy)))).Status == CommitStatus.Applied;
            }
            catch (CommitUnavailableException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task A_database_that_is_away_is_answered_within_two_seconds()
    {
        await using var host = CommitHost.StartOnNothing("Host=127.0.0.1;Port=1;Username=nobody;Database=nothing");
        var since = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAsync<CommitUnavailableException>(() => host.Log.CommitAsync(Sample.Commit(Sample.State("a/1", 0))).AsTask());
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.FromSeconds(1.4), TimeSpan.FromSeconds(2.2));
    }

    [Fact]
    public async Task The_queue_is_bounded_and_an_organisation_holds_a_quarter_of_it()
    {
        await using var host = await CommitHost.StartAsync(server, options => (options.WriterConnections, options.CommitQueueLimit) = (1, 16));
        var tenancy = await Tenancy.CreateAsync(host);
        var waiting = new List<Task<CommitOutcome>>();
        await using (await host.BlockRunsAsync())
        {
            for (var i = 0; i < 4; i++)
                _ = Queue(tenancy.Organization);
            var share = await Assert.ThrowsAsync<CommitUnavailableException>(() => Queue(tenancy.Organization));
            Assert.Contains("share", share.Message, StringComparison.Ordinal);
            for (var i = 0; i < 12; i++)
                _ = Queue(organization: null);
            var full = await Assert.ThrowsAsync<CommitUnavailableException>(() => Queue(Sample.NextId()));
            Assert.Contains("full", full.Message, StringComparison.Ordinal);
        }

        waiting.RemoveAll(commit => commit.IsFaulted);
        Assert.All(await Task.WhenAll(waiting), outcome => Assert.Equal(CommitStatus.Applied, outcome.Status));
        Assert.Equal(CommitStatus.Applied, (await Queue(tenancy.Organization)).Status);

        async Task<CommitOutcome> Queue(Guid? organization)
        {
            var commit = host.Log.CommitAsync(Sample.Commit(null, Sample.Run(tenancy)) with { OrganizationId = organization }).AsTask();
            waiting.Add(commit);
            return await commit;
        }
    }

    [Fact]
    public async Task A_commit_that_waits_can_be_canceled_and_one_on_its_way_cannot()
    {
        await using var host = await CommitHost.StartAsync(server, options => options.WriterConnections = 1);
        var tenancy = await Tenancy.CreateAsync(host);
        using var cancel = new CancellationTokenSource();
        Task<CommitOutcome> sent;
        await using (await host.BlockRunsAsync())
        {
            sent = host.Log.CommitAsync(Sample.Commit(null, Sample.Run(tenancy)), cancel.Token).AsTask();
            await host.UntilBlockedAsync(1);
            var queued = host.Log.CommitAsync(Sample.Commit(null, Sample.Run(tenancy)), cancel.Token).AsTask();
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        }

        Assert.Equal(CommitStatus.Applied, (await sent).Status);
        Assert.Equal(1, await host.ScalarAsync<long>("SELECT count(*) FROM runs"));
    }

    [Fact]
    public async Task New_entries_and_runs_are_announced_once_a_batch()
    {
        await using var host = await CommitHost.StartAsync(server);
        var tenancy = await Tenancy.CreateAsync(host);
        var (lanes, organizations) = (new List<string>(), new List<Guid>());
        host.Signals.LaneQueued += lanes.Add;
        host.Signals.RunQueued += organizations.Add;
        await host.Log.CommitAsync(Sample.Commit(null, Sample.Entry(tenancy, "lane"), Sample.Entry(tenancy, "lane"), Sample.Run(tenancy), Sample.Run(tenancy, admitted: false)));
        await host.Log.CommitAsync(Sample.Commit(Sample.State("gone/1", 5), Sample.Entry(tenancy, "other")));
        Assert.Equal(["lane"], lanes);
        Assert.Equal([tenancy.Organization], organizations);
    }

    [Fact]
    public async Task Pending_pairings_are_capped_and_a_repeat_keeps_its_code()
    {
        await using var host = await CommitHost.StartAsync(server);
        var tenancy = await Tenancy.CreateAsync(host);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => host.Log.CommitAsync(Sample.Commit(null, Sample.Pairing(tenancy, $"r{i}", $"CODE{i}"))).AsTask()));
        Assert.Equal(3, await host.ScalarAsync<long>("SELECT count(*) FROM channel_pairing_requests"));
        var known = Assert.Single(await host.TextsAsync("SELECT requester_id FROM channel_pairing_requests ORDER BY requester_id LIMIT 1"));
        var before = await host.TextsAsync("SELECT requester_id || code FROM channel_pairing_requests ORDER BY 1");
        await host.ExecuteAsync("UPDATE channel_pairing_requests SET expires_at = now() + interval '1 minute'");
        await host.Log.CommitAsync(Sample.Commit(null, Sample.Pairing(tenancy, known, "OTHER")));
        Assert.Equal(before, await host.TextsAsync("SELECT requester_id || code FROM channel_pairing_requests ORDER BY 1"));
        Assert.Equal([known], await host.TextsAsync("SELECT requester_id FROM channel_pairing_requests WHERE expires_at > now() + interval '30 minutes'"));
    }

    private protected override async Task<ICommitLogUnderTest> StartAsync() => new PostgresCommitLogUnderTest(await CommitHost.StartAsync(server));
}

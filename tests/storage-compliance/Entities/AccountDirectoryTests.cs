using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Snapshots;
using Vespid.Tests.Storage.Entities.Support;

namespace Vespid.Tests.Storage.Entities;

[Collection(EntityStore.Collection)]
public sealed class AccountDirectoryTests
{
    private readonly EntityStore _store;
    private readonly ManualTime _time = new();
    private readonly AccountCache _cache;
    private readonly AccountDirectory _directory;

    public AccountDirectoryTests(EntityStore store)
    {
        _store = store;
        _cache = new AccountCache(_time);
        _directory = new AccountDirectory(_cache, store.Get<IAccountLoader>());
    }

    [Fact]
    public async Task An_account_is_found_by_id_and_by_both_its_names_with_all_that_belongs_to_it()
    {
        var tenant = await Tenant.CreateAsync(_store);
        var account = await tenant.AddAccountAsync();
        await _store.ApplyAsync(new AllowlistPut(Tenant.NextId(), tenant.Id, account.Id, " Sender ", "Alice", null));
        var snapshot = (await _directory.FindAsync(account.ChannelId, account.AccountKey, Freshness.Cached))!;
        Assert.Equal((account.Id, true, "pairing", "allowlist", true), (snapshot.Id, snapshot.Enabled, snapshot.DmPolicy, snapshot.GroupPolicy, snapshot.RequireMentionInGroup));
        Assert.Equal(1, snapshot.Metadata.GetProperty("a").GetInt32());
        Assert.Equal([("sender", "Alice")], snapshot.Allowlist);
        Assert.Equal((tenant.Id, "none"), (snapshot.Organization.Id, snapshot.Organization.AgentKind));
        Assert.Same(snapshot, await _directory.FindByIngressKeyAsync(account.IngressKey, Freshness.Cached));
        Assert.Same(snapshot, await _directory.GetAsync(account.Id, Freshness.Cached));
    }

    [Fact]
    public async Task A_copy_is_kept_until_it_is_too_old_for_who_asks_or_a_reload_is_asked_for()
    {
        var tenant = await Tenant.CreateAsync(_store);
        var account = await tenant.AddAccountAsync();
        var first = await FindAsync(account, Freshness.Cached);
        await ChangePolicyAsync(account, "open");
        _time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Same(first, await FindAsync(account, Freshness.Recent));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Same(first, await FindAsync(account, Freshness.Cached));
        Assert.Equal("open", (await FindAsync(account, Freshness.Recent))!.DmPolicy);
        Assert.Equal("open", (await FindAsync(account, Freshness.Cached))!.DmPolicy);

        await ChangePolicyAsync(account, "disabled");
        Assert.Equal("open", (await FindAsync(account, Freshness.Recent))!.DmPolicy);
        Assert.Equal("disabled", (await FindAsync(account, Freshness.Reload))!.DmPolicy);
    }

    [Fact]
    public async Task A_commit_on_a_copy_that_plain_sql_made_stale_is_refused_until_it_is_read_again()
    {
        var tenant = await Tenant.CreateAsync(_store);
        var account = await tenant.AddAccountAsync();
        var stale = (await FindAsync(account, Freshness.Cached))!;
        await _store.ExecuteAsync("INSERT INTO channel_allowlist_entries (id, organization_id, account_id, scope, subject) VALUES (gen_random_uuid(), $1, $2, 'dm', 'x')", tenant.Id, account.Id);
        Assert.Equal(CommitStatus.Stale, await CommitOnAsync(stale));
        Assert.Equal(CommitStatus.Applied, await CommitOnAsync((await FindAsync(account, Freshness.Reload))!));
        await tenant.AddWorkflowAsync();
        Assert.Equal(CommitStatus.Stale, await CommitOnAsync((await FindAsync(account, Freshness.Cached))!));
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_remembered_for_a_second()
    {
        var tenant = await Tenant.CreateAsync(_store);
        var account = tenant.NewAccount();
        Assert.Null(await FindAsync(account, Freshness.Cached));
        await _store.ApplyAsync(account);
        Assert.Null(await FindAsync(account, Freshness.Cached));
        _time.Advance(TimeSpan.FromMilliseconds(201));
        Assert.Null(await FindAsync(account, Freshness.Cached));
        Assert.NotNull(await FindAsync(account, Freshness.Recent));

        var other = tenant.NewAccount();
        Assert.Null(await FindAsync(other, Freshness.Cached));
        await _store.ApplyAsync(other);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await FindAsync(other, Freshness.Cached));
    }

    [Fact]
    public void Names_that_do_not_exist_take_a_bounded_room()
    {
        var watch = _cache.Watch();
        for (var i = 0; i < 10_000; i++)
            _cache.PutAbsent(AccountLookup.ByName("telegram", $"key-{i}"), watch);
        Assert.True(_cache.IsAbsent(AccountLookup.ByName("telegram", "key-0"), Freshness.Cached));
        _cache.PutAbsent(AccountLookup.ByName("telegram", "one more"), watch);
        Assert.False(_cache.IsAbsent(AccountLookup.ByName("telegram", "key-0"), Freshness.Cached));
        Assert.True(_cache.IsAbsent(AccountLookup.ByName("telegram", "one more"), Freshness.Cached));
    }

    [Fact]
    public async Task A_deleted_account_is_gone_under_all_its_names_once_a_reload_missed_it()
    {
        var tenant = await Tenant.CreateAsync(_store);
        var account = await tenant.AddAccountAsync();
        Assert.NotNull(await FindAsync(account, Freshness.Cached));
        await _store.ApplyAsync(new AccountDelete(account.Id, tenant.Id));
        Assert.Null(await _directory.GetAsync(account.Id, Freshness.Reload));
        Assert.Null(await FindAsync(account, Freshness.Cached));
        Assert.Null(await _directory.FindByIngressKeyAsync(account.IngressKey, Freshness.Cached));
    }

    [Fact]
    public async Task Every_published_trigger_of_the_organization_is_known_and_no_other()
    {
        var (tenant, other) = (await Tenant.CreateAsync(_store), await Tenant.CreateAsync(_store));
        var account = await tenant.AddAccountAsync();
        const string Dsl = """
            {"trigger":{"type":"trigger.channel","config":{"channelId":"telegram","accountKey":"main","event":"message.dm",
             "match":{"textContains":" deploy ","senderIn":["a","b"],"groupIn":[]}}}}
            """;
        await _store.ExecuteAsync("""
            INSERT INTO workflows (id, organization_id, name, status, dsl) SELECT gen_random_uuid(), $1, 'flow', 'published', $2::jsonb FROM generate_series(1, 250)
            """, tenant.Id, Dsl);
        var newest = await tenant.AddWorkflowAsync(Dsl);
        await tenant.AddWorkflowAsync(Dsl, publish: false);
        await tenant.AddWorkflowAsync();
        await tenant.AddWorkflowAsync("""{"trigger":{"type":"trigger.channel","config":{"channelId":"telegram","event":"message.unheard-of"}}}""");
        await other.AddWorkflowAsync(Dsl);

        var triggers = (await FindAsync(account, Freshness.Cached))!.Organization.Triggers;
        Assert.Equal(251, triggers.Length);
        var trigger = Assert.Single(triggers, trigger => trigger.WorkflowId == newest);
        Assert.Equal(("telegram", "main", "message.dm", "deploy", tenant.OwnerId), (trigger.ChannelId, trigger.AccountKey, trigger.Event, trigger.TextContains, trigger.RequestedByUserId));
        Assert.Equal(["a", "b"], trigger.SenderIn.Order());
        Assert.Empty(trigger.GroupIn);
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("[]", false)]
    [InlineData("""{"channelId":5}""", false)]
    [InlineData("""{"channelId":"irc","match":{"senderIn":"a"}}""", false)]
    [InlineData("""{"channelId":"irc","match":{"groupIn":[1]}}""", false)]
    [InlineData("""{"channelId":"irc","match":[]}""", false)]
    [InlineData("""{"channelId":"irc"}""", true)]
    [InlineData("""{"channelId":"irc","event":null,"match":null,"accountKey":null}""", true)]
    [InlineData("""{"channelId":"irc","match":{"textContains":"  "}}""", true)]
    public void A_trigger_that_cannot_be_understood_fires_nothing(string config, bool understood)
    {
        var trigger = TriggerParser.Parse(Guid.Empty, null, config);
        Assert.Equal(understood, trigger is not null);
        if (trigger is not null)
            Assert.Equal((null, null, "message.received"), (trigger.AccountKey, trigger.TextContains, trigger.Event));
    }

    [Fact]
    public async Task Accounts_of_an_organization_share_its_copy_also_after_a_change()
    {
        var tenant = await Tenant.CreateAsync(_store);
        var (first, second) = (await tenant.AddAccountAsync(), await tenant.AddAccountAsync("slack"));
        Assert.Same((await FindAsync(first, Freshness.Cached))!.Organization, (await FindAsync(second, Freshness.Cached))!.Organization);
        await _store.ApplyAsync(new OrganizationChange(tenant.Id) { AgentKind = "echo" });
        var changed = (await FindAsync(first, Freshness.Reload))!.Organization;
        Assert.Equal("echo", changed.AgentKind);
        Assert.Same(changed, (await FindAsync(second, Freshness.Cached))!.Organization);
        _directory.Invalidate(tenant.Id);
        Assert.NotSame(changed, (await FindAsync(second, Freshness.Cached))!.Organization);
    }

    [Fact]
    public async Task A_change_of_an_organization_forgets_its_accounts_and_no_others()
    {
        var (tenant, other) = (await Tenant.CreateAsync(_store), await Tenant.CreateAsync(_store));
        var (first, second, stranger) = (await tenant.AddAccountAsync(), await tenant.AddAccountAsync(), await other.AddAccountAsync());
        foreach (var account in new[] { first, second, stranger })
            await FindAsync(account, Freshness.Cached);
        _directory.Invalidate(tenant.Id);
        Assert.Null(_cache.Find(first.Id, Freshness.Cached));
        Assert.Null(_cache.Find(second.Id, Freshness.Cached));
        Assert.NotNull(_cache.Find(stranger.Id, Freshness.Cached));
    }

    [Fact]
    public async Task What_nobody_asks_for_is_forgotten_and_what_is_asked_for_stays()
    {
        var tenant = await Tenant.CreateAsync(_store);
        var (idle, used) = (await tenant.AddAccountAsync(), await tenant.AddAccountAsync());
        await FindAsync(idle, Freshness.Cached);
        var kept = await FindAsync(used, Freshness.Cached);
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(10));
            Assert.Same(kept, await FindAsync(used, Freshness.Cached));
            await FindAsync(await tenant.AddAccountAsync(), Freshness.Cached);
        }

        Assert.Null(_cache.Find(idle.Id, Freshness.Cached));
        Assert.Null(_cache.FindByIngressKey(idle.IngressKey, Freshness.Cached));
        Assert.Null(_cache.Find(idle.ChannelId, idle.AccountKey, Freshness.Cached));
        Assert.Same(kept, await FindAsync(used, Freshness.Cached));
    }

    [Fact]
    public async Task A_copy_ends_with_the_overlap_of_its_retiring_secret()
    {
        var tenant = await Tenant.CreateAsync(_store);
        var account = await tenant.AddAccountAsync();
        var protector = _store.Get<Vespid.Storage.Secrets.ISecretProtector>();
        var purpose = Vespid.Storage.Secrets.SecretPurpose.OfAccount(tenant.Id, account.Id, "token");
        await _store.ApplyAsync(
            new SecretPut(Tenant.NextId(), tenant.Id, account.Id, "token", protector.Seal("old", purpose), null, null),
            new SecretPut(Tenant.NextId(), tenant.Id, account.Id, "token", protector.Seal("new", purpose), TimeSpan.FromMinutes(10), null));
        var both = (await FindAsync(account, Freshness.Cached))!;
        Assert.Equal<string>(["new", "old"], both.Secrets["token"]);
        await _store.ExecuteAsync("UPDATE channel_account_secrets SET retires_at = now() WHERE account_id = $1 AND retires_at IS NOT NULL", account.Id);
        Assert.Same(both, await FindAsync(account, Freshness.Cached));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal<string>(["new"], (await FindAsync(account, Freshness.Cached))!.Secrets["token"]);
    }

    [Fact]
    public async Task Only_enabled_accounts_that_should_run_and_have_the_setting_are_listed_as_running()
    {
        var tenant = await Tenant.CreateAsync(_store);
        var (running, degraded, stopped, disabled, waiting) =
            (await tenant.AddAccountAsync(), await tenant.AddAccountAsync(), await tenant.AddAccountAsync(), await tenant.AddAccountAsync(), await tenant.AddAccountAsync());
        foreach (var account in new[] { running, degraded, stopped, disabled })
            await _store.ApplyAsync(new AccountChange(account.Id, tenant.Id, null) { Metadata = """{"receive":"polling"}""" });
        await _store.ApplyAsync(
            new AccountStatusNote(running.Id, tenant.Id, "running", default, false),
            new AccountStatusNote(degraded.Id, tenant.Id, "degraded", default, false),
            new AccountStatusNote(waiting.Id, tenant.Id, "running", default, false),
            new AccountChange(disabled.Id, tenant.Id, null) { Status = "running", Enabled = false });
        var listed = (await _directory.RunningAsync(["relays", "receive"])).Where(account => account.Organization.Id == tenant.Id).Select(account => account.Id);
        Assert.Equal(new[] { running.Id, degraded.Id }.Order(), listed.Order());
        Assert.DoesNotContain(stopped.Id, listed);
    }

    [Fact]
    public async Task Who_asks_at_the_same_time_shares_one_load()
    {
        var tenant = await Tenant.CreateAsync(_store);
        var account = await tenant.AddAccountAsync();
        await using var connection = await _store.Sql.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new Npgsql.NpgsqlCommand("LOCK TABLE channel_accounts IN ACCESS EXCLUSIVE MODE", connection, transaction))
            await hold.ExecuteNonQueryAsync();
        var asked = Enumerable.Range(0, 50).Select(_ => FindAsync(account, Freshness.Cached).AsTask()).ToArray();
        await _store.UntilAsync("a load waits for the lock", "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'vespid-reader' AND wait_event_type = 'Lock'");
        Assert.Equal(1L, await _store.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'vespid-reader' AND wait_event_type = 'Lock'"));
        await transaction.CommitAsync();
        var snapshots = await Task.WhenAll(asked);
        Assert.NotNull(snapshots[0]);
        Assert.All(snapshots, snapshot => Assert.Same(snapshots[0], snapshot));
    }

    [Fact]
    public async Task A_load_that_an_invalidation_overtook_is_not_kept()
    {
        var tenant = await Tenant.CreateAsync(_store);
        var account = await tenant.AddAccountAsync();
        var loaded = (await _store.Get<IAccountLoader>().LoadAsync(AccountLookup.ById(account.Id), CancellationToken.None))[0];
        var watch = _cache.Watch();
        _directory.Invalidate(account.Id);
        _cache.Put(loaded, watch);
        Assert.Null(_cache.Find(account.Id, Freshness.Cached));
        _cache.Unwatch(watch);
        _cache.Put(loaded, _cache.Watch());
        Assert.NotNull(_cache.Find(account.Id, Freshness.Cached));
    }

    [Fact]
    public async Task A_cached_answer_costs_no_allocation()
    {
        var tenant = await Tenant.CreateAsync(_store);
        var account = await tenant.AddAccountAsync();
        await FindAsync(account, Freshness.Cached);
        var found = Hits(account);
        var before = GC.GetAllocatedBytesForCurrentThread();
        found += Hits(account);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2_000, found);
    }

    [Fact]
    public async Task The_listener_forgets_what_plain_sql_changed()
    {
        var tenant = await Tenant.CreateAsync(_store);
        var account = await tenant.AddAccountAsync();
        using var listener = NewListener();
        await listener.StartAsync(CancellationToken.None);
        try
        {
            await _store.UntilAsync("the listener listens", "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'vespid-listener' AND query LIKE 'LISTEN%' AND state = 'idle'");
            await Wait.UntilAsync("the copy of the changed account is forgotten", async () =>
            {
                // The first round may still meet the clearing that follows the connection.
                Assert.NotNull(await FindAsync(account, Freshness.Cached));
                await ChangePolicyAsync(account, "open");
                return (await FindAsync(account, Freshness.Cached))!.DmPolicy == "open";
            });
            await _store.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'vespid-listener'");
            await ChangePolicyAsync(account, "disabled");
            await Wait.UntilAsync("the listener came back and forgot everything", async () => (await FindAsync(account, Freshness.Cached))!.DmPolicy == "disabled");
        }
        finally
        {
            await listener.StopAsync(CancellationToken.None);
        }
    }

    private EntityListener NewListener() =>
        new(_store.Database, _cache, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<EntityListener>.Instance);

    private ValueTask<AccountSnapshot?> FindAsync(AccountInsert account, Freshness freshness) =>
        _directory.FindAsync(account.ChannelId, account.AccountKey, freshness);

    private int Hits(AccountInsert account)
    {
        var hits = 0;
        for (var i = 0; i < 1_000; i++)
        {
            var asked = FindAsync(account, Freshness.Cached);
            if (asked.IsCompletedSuccessfully && asked.Result is not null)
                hits++;
        }

        return hits;
    }

    private Task<int> ChangePolicyAsync(AccountInsert account, string policy) =>
        _store.ExecuteAsync("UPDATE channel_accounts SET dm_policy = $2 WHERE id = $1", account.Id, policy);

    private async Task<CommitStatus> CommitOnAsync(AccountSnapshot snapshot) => (await _store.Commits.CommitAsync(new Commit
    {
        Id = Guid.CreateVersion7(),
        DependsOn = snapshot.Dependencies,
        Rows = [new Vespid.Storage.Rows.ChannelEventRow(Tenant.NextId(), snapshot.Organization.Id, snapshot.Id, null, "test", "info", null, null)],
    })).Status;
}

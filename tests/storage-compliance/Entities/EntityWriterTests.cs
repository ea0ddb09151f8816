using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Queries;
using Vespid.Tests.Storage.Entities.Support;

namespace Vespid.Tests.Storage.Entities;

[Collection(EntityStore.Collection)]
public sealed class EntityWriterTests(EntityStore store)
{
    private IAccountQueries Accounts => store.Get<IAccountQueries>();

    private IIdentityQueries Identities => store.Get<IIdentityQueries>();

    [Fact]
    public async Task An_address_belongs_to_one_user_in_whatever_case_it_is_written()
    {
        var tenant = await Tenant.CreateAsync(store);
        var rejected = await Assert.ThrowsAsync<CommitRejectedException>(
            () => store.TryAsync(new UserInsert(Tenant.NextId(), tenant.OwnerEmail.ToUpperInvariant(), null, "hash", null)));
        Assert.Equal(("23505", "users_email"), (rejected.SqlState, rejected.Constraint));
        Assert.Equal(tenant.OwnerId, (await Identities.UserByEmailAsync(tenant.OwnerEmail.ToUpperInvariant()))!.Id);
    }

    [Fact]
    public async Task A_new_password_ends_every_sign_in_of_its_user()
    {
        var tenant = await Tenant.CreateAsync(store);
        var session = Tenant.NextId();
        await store.ApplyAsync(new AuthSessionInsert(session, tenant.OwnerId, Hash("a"), TimeSpan.FromHours(1)));
        Assert.True(await Identities.IsAuthSessionLiveAsync(session));
        await store.ApplyAsync(new UserPasswordChange(tenant.OwnerId, "other"));
        Assert.False(await Identities.IsAuthSessionLiveAsync(session));
        Assert.Equal("other", (await Identities.UserAsync(tenant.OwnerId))!.PasswordHash);
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new UserPasswordChange(Tenant.NextId(), "other")));
    }

    [Fact]
    public async Task A_change_of_an_organization_sets_what_it_names_and_leaves_the_rest()
    {
        var tenant = await Tenant.CreateAsync(store);
        await store.ApplyAsync(new OrganizationChange(tenant.Id)
        {
            AgentKind = "push", AgentEndpoint = "https://agent.example", AgentSecret = new byte[] { 1, 2 }, MonthlyRunLimit = 5, InflightRunLimit = 2,
        });
        await store.ApplyAsync(new OrganizationChange(tenant.Id) { MonthlyRunLimit = Change<int?>.To(null), AgentEndpoint = Change<string>.To(null) });
        var organization = (await store.Get<IOrganizationQueries>().GetAsync(tenant.Id))!;
        Assert.Equal(("Org", "push", null, null, 2), (organization.Name, organization.AgentKind, organization.AgentEndpoint, organization.MonthlyRunLimit, organization.InflightRunLimit));
        Assert.True(organization.ChannelRuntimeEnabled && organization.HasAgentSecret);
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new OrganizationChange(tenant.Id) { ExpectedVersion = organization.Version - 1, Name = "x" }));
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new OrganizationChange(tenant.Id) { ExpectedVersion = organization.Version, Name = "x" }));
    }

    [Fact]
    public async Task The_last_owner_can_neither_step_down_nor_leave()
    {
        var tenant = await Tenant.CreateAsync(store);
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new MembershipRoleChange(tenant.Id, tenant.OwnerId, "member")));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new MembershipDelete(tenant.Id, tenant.OwnerId)));
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new MembershipRoleChange(tenant.Id, tenant.OwnerId, "owner")));
        var second = await AddUserAsync(tenant, "member");
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new MembershipDelete(tenant.Id, tenant.OwnerId)));
        await store.ApplyAsync(new MembershipRoleChange(tenant.Id, second, "owner"));
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new MembershipDelete(tenant.Id, tenant.OwnerId)));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new MembershipDelete(tenant.Id, tenant.OwnerId)));
    }

    [Fact]
    public async Task Two_owners_who_demote_each_other_at_once_leave_one_owner()
    {
        for (var round = 0; round < 10; round++)
        {
            var tenant = await Tenant.CreateAsync(store);
            var second = await AddUserAsync(tenant, "owner");
            await Task.WhenAll(
                store.TryAsync(new MembershipRoleChange(tenant.Id, tenant.OwnerId, "member")),
                store.TryAsync(new MembershipRoleChange(tenant.Id, second, "member")));
            Assert.Equal(1L, await store.ScalarAsync<long>("SELECT count(*) FROM memberships WHERE organization_id = $1 AND role = 'owner'", tenant.Id));
        }
    }

    [Fact]
    public async Task A_refresh_token_works_once_and_its_second_use_is_recognised()
    {
        var tenant = await Tenant.CreateAsync(store);
        var id = Tenant.NextId();
        var (first, second, third) = (Hash($"1{id}"), Hash($"2{id}"), Hash($"3{id}"));
        await store.ApplyAsync(new AuthSessionInsert(id, tenant.OwnerId, first, TimeSpan.FromHours(1)));
        await store.ApplyAsync(new AuthSessionRotate(id, first, second, TimeSpan.FromHours(1)));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new AuthSessionRotate(id, first, third, TimeSpan.FromHours(1))));
        var used = (await Identities.AuthSessionByRefreshHashAsync(first))!;
        Assert.Equal((id, false, true), (used.Id, used.IsCurrent, used.IsLive));
        Assert.True((await Identities.AuthSessionByRefreshHashAsync(second))!.IsCurrent);

        await store.ApplyAsync(new AuthSessionRevoke(id));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new AuthSessionRevoke(id)));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new AuthSessionRotate(id, second, third, TimeSpan.FromHours(1))));
    }

    [Fact]
    public async Task An_expired_sign_in_cannot_be_renewed()
    {
        var tenant = await Tenant.CreateAsync(store);
        var id = Tenant.NextId();
        var hash = Hash($"e{id}");
        await store.ApplyAsync(new AuthSessionInsert(id, tenant.OwnerId, hash, TimeSpan.FromSeconds(-1)));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new AuthSessionRotate(id, hash, Hash("other"), TimeSpan.FromHours(1))));
        Assert.False((await Identities.AuthSessionByRefreshHashAsync(hash))!.IsLive);
    }

    [Fact]
    public async Task A_worker_token_is_found_until_its_own_organization_revokes_it()
    {
        var (tenant, other) = (await Tenant.CreateAsync(store), await Tenant.CreateAsync(store));
        var id = Tenant.NextId();
        var hash = Hash($"w{id}");
        await store.ApplyAsync(new WorkerTokenInsert(id, tenant.Id, "worker", hash, tenant.OwnerId));
        Assert.Equal(tenant.Id, (await Identities.WorkerTokenByHashAsync(hash))!.OrganizationId);
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new WorkerTokenRevoke(id, other.Id)));
        await store.ApplyAsync(new WorkerTokenRevoke(id, tenant.Id));
        Assert.Null(await Identities.WorkerTokenByHashAsync(hash));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new WorkerTokenRevoke(id, tenant.Id)));
    }

    [Fact]
    public async Task A_channel_and_key_are_claimed_once_over_all_organizations()
    {
        var (tenant, other) = (await Tenant.CreateAsync(store), await Tenant.CreateAsync(store));
        var account = await tenant.AddAccountAsync();
        var rejected = await Assert.ThrowsAsync<CommitRejectedException>(
            () => store.TryAsync(other.NewAccount() with { AccountKey = account.AccountKey }));
        Assert.Equal("channel_accounts_claim", rejected.Constraint);
        Assert.True(await Identities.AccountKeyExistsAsync(account.ChannelId, account.AccountKey));
        Assert.Equal(tenant.Id, await Identities.OrganizationOfAccountAsync(account.Id));
    }

    [Fact]
    public async Task A_change_of_an_account_counts_its_version_and_a_status_note_does_not()
    {
        var (tenant, other) = (await Tenant.CreateAsync(store), await Tenant.CreateAsync(store));
        var account = await tenant.AddAccountAsync();
        var before = (await Accounts.GetAsync(tenant.Id, account.Id))!;
        await store.ApplyAsync(new AccountChange(account.Id, tenant.Id, tenant.OwnerId) { ExpectedVersion = before.Version, DmPolicy = "open", DisplayName = Change<string>.To(null) });
        var after = (await Accounts.GetAsync(tenant.Id, account.Id))!;
        Assert.Equal((before.Version + 1, "open", null, "allowlist"), (after.Version, after.DmPolicy, after.DisplayName, after.GroupPolicy));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new AccountChange(account.Id, tenant.Id, null) { ExpectedVersion = before.Version, DmPolicy = "pairing" }));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new AccountChange(account.Id, other.Id, null) { DmPolicy = "pairing" }));

        await store.ApplyAsync(new AccountStatusNote(account.Id, tenant.Id, "degraded", "bridge is away", Seen: true));
        var noted = (await Accounts.GetAsync(tenant.Id, account.Id))!;
        Assert.Equal((after.Version, "degraded", "bridge is away"), (noted.Version, noted.Status, noted.LastError));
        Assert.NotNull(noted.LastSeenAt);
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new AccountStatusNote(Tenant.NextId(), tenant.Id, "x", default, Seen: false)));
    }

    [Fact]
    public async Task A_word_on_the_connection_is_a_new_version_and_what_is_noted_leaves_a_stopped_account_stopped()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        var before = (await Accounts.GetAsync(tenant.Id, account.Id))!;
        await store.ApplyAsync(new AccountChange(account.Id, tenant.Id, tenant.OwnerId) { Status = "stopped" });
        Assert.Equal(before.Version + 1, (await Accounts.GetAsync(tenant.Id, account.Id))!.Version);

        await store.ApplyAsync(new AccountStatusNote(account.Id, tenant.Id, "error", "refused", Seen: false, KeepsStopped: true));
        var stopped = (await Accounts.GetAsync(tenant.Id, account.Id))!;
        Assert.Equal(("stopped", "refused"), (stopped.Status, stopped.LastError));

        await store.ApplyAsync(new AccountStatusNote(account.Id, tenant.Id, "error", "refused", Seen: false));
        Assert.Equal("error", (await Accounts.GetAsync(tenant.Id, account.Id))!.Status);
    }

    [Fact]
    public async Task Deleting_an_account_takes_everything_of_it_and_nothing_of_another()
    {
        var (tenant, other) = (await Tenant.CreateAsync(store), await Tenant.CreateAsync(store));
        var (gone, kept) = (await tenant.AddAccountAsync(), await tenant.AddAccountAsync());
        foreach (var account in new[] { gone, kept })
        {
            var message = await tenant.AddMessageAsync(account.Id);
            await tenant.AddRunAsync(message: message);
            await tenant.AddOutboxAsync(account.Id);
            await tenant.AddSessionAsync(account.Id);
            await tenant.AddPairingAsync(account.Id, "someone");
            await store.ApplyAsync(
                new AllowlistPut(Tenant.NextId(), tenant.Id, account.Id, "dm", "a", null),
                new Vespid.Storage.Rows.ChannelEventRow(Tenant.NextId(), tenant.Id, account.Id, null, "channel.signature.invalid", "warn", null, null),
                new Vespid.Storage.Rows.WebchatMessageRow(Tenant.NextId(), tenant.Id, account.Id, "c", "text", null));
            await store.ExecuteAsync("INSERT INTO grain_state (key, version, payload) VALUES ('conversation/' || $1 || '|a|_%', 1, '{}')", account.Id.ToString("N"));
        }

        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new AccountDelete(gone.Id, other.Id)));
        await store.ApplyAsync(new AccountDelete(gone.Id, tenant.Id));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new AccountDelete(gone.Id, tenant.Id)));

        string[] tables = ["inbound_messages", "runs", "outbox", "webchat_messages", "channel_event_log", "channel_allowlist_entries", "channel_pairing_requests"];
        foreach (var table in tables)
        {
            Assert.Equal((table, 0L), (table, await store.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE account_id = $1", gone.Id)));
            Assert.Equal((table, 1L), (table, await store.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE account_id = $1", kept.Id)));
        }

        Assert.False(await store.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM grain_state WHERE key LIKE 'conversation/' || $1 || '%')", gone.Id.ToString("N")));
        Assert.True(await store.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM grain_state WHERE key LIKE 'conversation/' || $1 || '%')", kept.Id.ToString("N")));
        Assert.True(await store.ScalarAsync<bool>("SELECT archived_at IS NOT NULL FROM agent_sessions WHERE account_id = $1", gone.Id));
        Assert.True(await store.ScalarAsync<bool>("SELECT archived_at IS NULL FROM agent_sessions WHERE account_id = $1", kept.Id));
        await store.ApplyAsync(gone with { Id = Tenant.NextId() });
    }

    [Fact]
    public async Task A_long_history_goes_in_parts_until_nothing_is_left()
    {
        var (tenant, other) = (await Tenant.CreateAsync(store), await Tenant.CreateAsync(store));
        var (gone, kept) = (await tenant.AddAccountAsync(), await tenant.AddAccountAsync());
        for (var i = 0; i < 5; i++)
            await tenant.AddRunAsync(message: await tenant.AddMessageAsync(gone.Id));
        await tenant.AddOutboxAsync(gone.Id);
        await tenant.AddRunAsync(message: await tenant.AddMessageAsync(kept.Id));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new AccountPurge(gone.Id, other.Id, 100)));
        var parts = 0;
        while (await store.TryAsync(new AccountPurge(gone.Id, tenant.Id, 2)) == CommitStatus.Applied && parts < 100)
            parts++;
        Assert.Equal(3, parts);
        Assert.Empty((await store.Get<IMessageQueries>().ListAsync(tenant.Id, gone.Id, null, Tenant.All)).Items);
        Assert.Single((await store.Get<IMessageQueries>().ListAsync(tenant.Id, kept.Id, null, Tenant.All)).Items);
        Assert.Equal(1L, await store.ScalarAsync<long>("SELECT count(*) FROM runs WHERE organization_id = $1", tenant.Id));
    }

    [Fact]
    public async Task Putting_an_allowlist_entry_twice_keeps_the_first_and_one_version()
    {
        var (tenant, other) = (await Tenant.CreateAsync(store), await Tenant.CreateAsync(store));
        var account = await tenant.AddAccountAsync();
        var entry = new AllowlistPut(Tenant.NextId(), tenant.Id, account.Id, "sender", "*", tenant.OwnerId);
        await store.ApplyAsync(entry);
        var version = (await Accounts.GetAsync(tenant.Id, account.Id))!.Version;
        await store.ApplyAsync(entry with { Id = Tenant.NextId() });
        Assert.Equal(version, (await Accounts.GetAsync(tenant.Id, account.Id))!.Version);
        Assert.Equal(entry.Id, (await Accounts.AllowlistEntryAsync(tenant.Id, account.Id, "sender", "*"))!.Id);
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(entry with { Id = Tenant.NextId(), OrganizationId = other.Id }));

        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new AllowlistDelete(other.Id, account.Id, "sender", "*")));
        await store.ApplyAsync(new AllowlistDelete(tenant.Id, account.Id, "sender", "*"));
        Assert.Equal(version + 1, (await Accounts.GetAsync(tenant.Id, account.Id))!.Version);
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new AllowlistDelete(tenant.Id, account.Id, "sender", "*")));
    }

    [Fact]
    public async Task Approving_a_pairing_request_lets_the_sender_in_with_the_same_commit()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        var request = await tenant.AddPairingAsync(account.Id, "alice");
        var version = (await Accounts.GetAsync(tenant.Id, account.Id))!.Version;
        Assert.Equal(CommitStatus.Applied, await ApproveAsync(tenant, account.Id, request, "alice"));
        Assert.Equal(version + 1, (await Accounts.GetAsync(tenant.Id, account.Id))!.Version);
        Assert.NotNull(await Accounts.AllowlistEntryAsync(tenant.Id, account.Id, "dm", "alice"));
        var decided = (await store.Get<IPairingQueries>().GetAsync(tenant.Id, request))!;
        Assert.Equal(("approved", tenant.OwnerId), (decided.Status, decided.ApprovedByUserId));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new PairingDecision(request, account.Id, tenant.Id, "rejected", tenant.OwnerId)));
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("rejected")]
    [InlineData("foreign")]
    public async Task A_pairing_request_that_cannot_be_approved_leaves_the_allowlist_alone(string why)
    {
        var (tenant, other) = (await Tenant.CreateAsync(store), await Tenant.CreateAsync(store));
        var account = await tenant.AddAccountAsync();
        var request = await tenant.AddPairingAsync(account.Id, "bob", why == "expired" ? TimeSpan.FromSeconds(-1) : null);
        if (why == "rejected")
            await store.ApplyAsync(new PairingDecision(request, account.Id, tenant.Id, "rejected", tenant.OwnerId));
        var asked = why == "foreign" ? other : tenant;
        Assert.Equal(CommitStatus.Missed, await ApproveAsync(asked, account.Id, request, "bob"));
        Assert.Null(await Accounts.AllowlistEntryAsync(tenant.Id, account.Id, "dm", "bob"));
    }

    [Fact]
    public async Task Expired_pairing_requests_show_as_expired_before_and_after_the_sweep()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        var (late, open) = (await tenant.AddPairingAsync(account.Id, "late", TimeSpan.FromSeconds(-1)), await tenant.AddPairingAsync(account.Id, "open"));
        var pairings = store.Get<IPairingQueries>();
        Assert.Equal([open], (await pairings.ListAsync(tenant.Id, account.Id, "pending", Tenant.All)).Items.Select(item => item.Id));
        Assert.Equal([late], (await pairings.ListAsync(tenant.Id, null, "expired", Tenant.All)).Items.Select(item => item.Id));
        await store.ApplyAsync(new PairingExpire(1_000));
        Assert.Equal("expired", await store.ScalarAsync<string>("SELECT status FROM channel_pairing_requests WHERE id = $1", late));
        Assert.Equal("pending", await store.ScalarAsync<string>("SELECT status FROM channel_pairing_requests WHERE id = $1", open));
    }

    [Fact]
    public async Task A_workflow_is_changed_at_its_revision_and_published_once()
    {
        var (tenant, other) = (await Tenant.CreateAsync(store), await Tenant.CreateAsync(store));
        var workflows = store.Get<IWorkflowQueries>();
        var id = await tenant.AddWorkflowAsync(publish: false);
        var version = await OrganizationVersionAsync(tenant);
        await store.ApplyAsync(new WorkflowChange(id, tenant.Id, tenant.OwnerId) { ExpectedRevision = 1, Name = "renamed" });
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new WorkflowChange(id, tenant.Id, null) { ExpectedRevision = 1, Name = "again" }));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new WorkflowPublish(id, tenant.Id, 1, null)));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new WorkflowPublish(id, other.Id, null, null)));
        await store.ApplyAsync(new WorkflowPublish(id, tenant.Id, 2, tenant.OwnerId));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new WorkflowPublish(id, tenant.Id, null, null)));
        var workflow = (await workflows.GetAsync(tenant.Id, id))!;
        Assert.Equal(("renamed", "published", 2), (workflow.Name, workflow.Status, workflow.Revision));
        Assert.NotNull(workflow.PublishedAt);
        Assert.Equal(version + 2, await OrganizationVersionAsync(tenant));
    }

    [Fact]
    public async Task A_redrive_puts_dead_letters_at_the_tail_in_their_order()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        var first = await tenant.AddOutboxAsync(account.Id, status: "dead_letter");
        var second = await tenant.AddOutboxAsync(account.Id, status: "dead_letter");
        var waiting = await tenant.AddOutboxAsync(account.Id);
        await store.ApplyAsync(new OutboxRedrive(tenant.Id, [second.Id, first.Id], TimeSpan.FromMinutes(5)));
        var outbox = store.Get<IOutboxQueries>();
        var entries = (await outbox.ListAsync(tenant.Id, new OutboxFilter { AccountId = account.Id }, Tenant.All)).Items;
        Assert.Equal([waiting.Id, first.Id, second.Id], entries.OrderBy(entry => entry.Seq).Select(entry => entry.Id));
        Assert.All(entries, entry => Assert.Equal(("queued", 0, null), (entry.Status, entry.AttemptCount, entry.ErrorClass)));
    }

    [Fact]
    public async Task What_an_operator_does_with_outbox_entries_happens_to_all_of_them_or_to_none()
    {
        var (tenant, other) = (await Tenant.CreateAsync(store), await Tenant.CreateAsync(store));
        var (dead, queued) = (await tenant.AddOutboxAsync(status: "dead_letter"), await tenant.AddOutboxAsync());
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new OutboxRedrive(tenant.Id, [dead.Id, queued.Id], TimeSpan.FromMinutes(1))));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new OutboxPurge(tenant.Id, [dead.Id, queued.Id])));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new OutboxPurge(other.Id, [dead.Id])));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new OutboxCancel(tenant.Id, dead.Id)));
        var outbox = store.Get<IOutboxQueries>();
        Assert.Equal("dead_letter", (await outbox.GetAsync(tenant.Id, dead.Id))!.Status);
        await store.ApplyAsync(new OutboxPurge(tenant.Id, [dead.Id]));
        Assert.Null(await outbox.GetAsync(tenant.Id, dead.Id));
        await store.ApplyAsync(new OutboxCancel(tenant.Id, queued.Id));
        Assert.Equal("canceled", (await outbox.GetAsync(tenant.Id, queued.Id))!.Status);
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new OutboxCancel(tenant.Id, queued.Id)));
    }

    [Fact]
    public async Task A_flag_holds_its_last_value()
    {
        var name = $"FLAG_{Tenant.NextId():N}";
        await store.ApplyAsync(new FlagPut(name, true, null, "me"));
        await store.ApplyAsync(new FlagPut(name, false, "incident", "me"));
        var flag = Assert.Single(await store.Get<IRuntimeQueries>().FlagsAsync(), flag => flag.Name == name);
        Assert.Equal((false, "incident"), (flag.Enabled, flag.Reason));
    }

    private static byte[] Hash(string text) => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));

    private Task<CommitStatus> ApproveAsync(Tenant tenant, Guid accountId, Guid requestId, string requester) => store.TryAsync(
        new PairingDecision(requestId, accountId, tenant.Id, "approved", tenant.OwnerId),
        new AllowlistPut(Tenant.NextId(), tenant.Id, accountId, "dm", requester, tenant.OwnerId));

    private async Task<Guid> AddUserAsync(Tenant tenant, string role)
    {
        var id = Tenant.NextId();
        await store.ApplyAsync(new UserInsert(id, $"{id:N}@example.org", null, "hash", null), new MembershipInsert(tenant.Id, id, role));
        return id;
    }

    private Task<long> OrganizationVersionAsync(Tenant tenant) =>
        store.ScalarAsync<long>("SELECT version FROM organizations WHERE id = $1", tenant.Id);
}

using Vespid.Storage.Entities;
using Vespid.Storage.Queries;
using Vespid.Storage.Rows;
using Vespid.Tests.Storage.Entities.Support;

namespace Vespid.Tests.Storage.Entities;

[Collection(EntityStore.Collection)]
public sealed class QueryTests(EntityStore store)
{
    private IAccountQueries Accounts => store.Get<IAccountQueries>();

    private IMessageQueries Messages => store.Get<IMessageQueries>();

    private IOutboxQueries Outbox => store.Get<IOutboxQueries>();

    private IWorkflowQueries Workflows => store.Get<IWorkflowQueries>();

    [Fact]
    public async Task Runs_of_a_workflow_page_newest_first_and_stay_put_while_new_ones_come()
    {
        var tenant = await Tenant.CreateAsync(store);
        var workflow = await tenant.AddWorkflowAsync();
        List<Guid> added = [];
        for (var i = 0; i < 7; i++)
            added.Add(await tenant.AddRunAsync(workflow));
        await tenant.AddRunAsync(await tenant.AddWorkflowAsync());
        var pages = await PagesAsync(
            async page =>
            {
                var found = await Workflows.RunsAsync(tenant.Id, workflow, page);
                await tenant.AddRunAsync(workflow);
                return found;
            },
            3);
        Assert.Equal([3, 3, 1], pages.Select(page => page.Count));
        Assert.Equal(Enumerable.Reverse(added), pages.SelectMany(page => page).Select(run => run.Id));
        Assert.Equal(10, (await Workflows.RunsAsync(tenant.Id, workflow, new PageRequest(1_000))).Items.Count);
        Assert.Single((await Workflows.RunsAsync(tenant.Id, workflow, new PageRequest(0))).Items);
    }

    [Fact]
    public async Task Messages_in_and_out_page_as_one_list_that_a_conversation_narrows()
    {
        var tenant = await Tenant.CreateAsync(store);
        var (account, other) = (await tenant.AddAccountAsync(), await tenant.AddAccountAsync());
        List<Guid> added = [];
        for (var i = 0; i < 4; i++)
        {
            added.Add((await tenant.AddMessageAsync(account.Id, i % 2 == 0 ? "a" : "b")).Id);
            added.Add((await tenant.AddOutboxAsync(account.Id, i % 2 == 0 ? "a" : "b")).Id);
        }

        await tenant.AddMessageAsync(other.Id);
        var pages = await PagesAsync(
            async page =>
            {
                var found = await Messages.ListAsync(tenant.Id, account.Id, null, page);
                await tenant.AddMessageAsync(account.Id, "c");
                return found;
            },
            3);
        Assert.Equal(Enumerable.Reverse(added), pages.SelectMany(page => page).Select(message => message.Id));
        var narrowed = (await Messages.ListAsync(tenant.Id, account.Id, "b", Tenant.All)).Items;
        Assert.Equal(["outbound", "inbound", "outbound", "inbound"], narrowed.Select(message => message.Direction));
        Assert.Equal(("pending", "hello"), (narrowed[0].Status, narrowed[0].Text));
        Assert.Equal(("accepted", "deploy now", "sender"), (narrowed[1].Status, narrowed[1].Text, narrowed[1].SenderId));
    }

    [Fact]
    public async Task Messages_read_as_the_view_shows_them()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        await tenant.AddMessageAsync(account.Id);
        await tenant.AddMessageAsync(account.Id, status: "dropped");
        foreach (var status in new[] { "queued", "sending", "retrying", "sent", "unknown", "dead_letter", "expired", "canceled" })
            await tenant.AddOutboxAsync(account.Id, status: status);
        var listed = (await Messages.ListAsync(tenant.Id, account.Id, null, Tenant.All)).Items;
        var view = await store.ScalarAsync<string[]>("""
            SELECT array_agg(concat_ws('|', id, direction, provider_message_id, session_event_seq, status, attempt_count, payload, error, sender_id, text) ORDER BY id DESC)
            FROM channel_messages WHERE account_id = $1
            """, account.Id);
        Assert.Equal(view, listed.Select(message => string.Join('|', new object?[]
        {
            message.Id, message.Direction, message.ProviderMessageId, message.SessionEventSeq, message.Status, message.AttemptCount, message.Payload,
            message.Error, message.SenderId, message.Text,
        }.Where(value => value is not null))));
    }

    [Fact]
    public async Task Events_page_through_everything_that_happened_exactly_once()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        for (var i = 0; i < 3; i++)
        {
            await tenant.AddMessageAsync(account.Id, triggered: 2);
            await tenant.AddMessageAsync(account.Id, status: "dropped");
            await tenant.AddOutboxAsync(account.Id, status: "sent");
            await tenant.AddOutboxAsync(account.Id);
            await AddEventAsync(tenant, account.Id);
        }

        var pages = await PagesAsync(page => Messages.EventsAsync(tenant.Id, account.Id, page), 2);
        var events = pages.SelectMany(page => page).ToList();
        Assert.Equal(15, events.Count);
        Assert.Equal(15, events.Select(item => item.Id).Distinct().Count());
        Assert.Equal(
            [
                ("channel.message.accepted", "info", 3), ("channel.message.dropped", "warn", 3), ("channel.message.outbound", "info", 3),
                ("channel.signature.invalid", "warn", 3), ("channel.workflow.triggered", "info", 3),
            ],
            events.GroupBy(item => (item.EventType, item.Level)).Select(group => (group.Key.EventType, group.Key.Level, group.Count())).Order());
        var view = await store.ScalarAsync<Guid[]>("SELECT array_agg(id ORDER BY id) FROM channel_events WHERE account_id = $1", account.Id);
        Assert.Equal(view.Order(), events.Select(item => item.Id).Order());
    }

    [Fact]
    public async Task The_status_of_an_account_counts_what_is_open_and_shows_the_twenty_newest_events()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        await tenant.AddPairingAsync(account.Id, "open");
        await tenant.AddPairingAsync(account.Id, "late", TimeSpan.FromSeconds(-1));
        await store.ApplyAsync(
            new AllowlistPut(Tenant.NextId(), tenant.Id, account.Id, "dm", "a", null),
            new AllowlistPut(Tenant.NextId(), tenant.Id, account.Id, "dm", "b", null));
        await tenant.AddOutboxAsync(account.Id, status: "dead_letter");
        var waiting = await tenant.AddOutboxAsync(account.Id);
        await store.ExecuteAsync("UPDATE outbox SET created_at = now() - interval '1 hour' WHERE id = $1", waiting.Id);
        var message = await tenant.AddMessageAsync(account.Id);
        await tenant.AddRunAsync(admitted: false, message: message);
        for (var i = 0; i < 25; i++)
            await AddEventAsync(tenant, account.Id);

        var status = (await Accounts.StatusAsync(tenant.Id, account.Id))!;
        Assert.Equal(account.Id, status.Account.Id);
        Assert.Equal((0, 1, 2), (status.SecretsCount, status.PendingPairings, status.AllowlistCount));
        Assert.Equal((1, 1, 1), (status.OpenOutboxCount, status.DeadLetterCount, status.HeldBackRunCount));
        Assert.InRange(status.OldestOpenOutboxAge!.Value, TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(65));
        Assert.Equal(20, status.LatestEvents.Count);
        Assert.All(status.LatestEvents, item => Assert.Equal("channel.signature.invalid", item.EventType));
        Assert.Equal(status.LatestEvents.OrderByDescending(item => item.CreatedAt), status.LatestEvents);
        Assert.Null(await Accounts.StatusAsync(tenant.Id, Tenant.NextId()));
    }

    [Fact]
    public async Task Accounts_page_by_their_newest_change_and_narrow_to_a_channel()
    {
        var tenant = await Tenant.CreateAsync(store);
        List<Guid> added = [];
        for (var i = 0; i < 5; i++)
            added.Add((await tenant.AddAccountAsync(i % 2 == 0 ? "telegram" : "slack")).Id);
        await store.ApplyAsync(new AccountChange(added[0], tenant.Id, null) { DisplayName = "newest" });
        var listed = (await PagesAsync(page => Accounts.ListAsync(tenant.Id, null, page), 2)).SelectMany(page => page).Select(item => item.Id);
        Assert.Equal([added[0], added[4], added[3], added[2], added[1]], listed);
        Assert.Equal([added[3], added[1]], (await Accounts.ListAsync(tenant.Id, "slack", Tenant.All)).Items.Select(item => item.Id));
    }

    [Fact]
    public async Task Allowlist_entries_page_in_the_order_of_scope_and_subject()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        (string Scope, string Subject)[] entries = [("dm", "a"), ("dm", "b"), ("group", "a"), ("sender", "*"), ("sender", "z")];
        foreach (var (scope, subject) in entries.Reverse())
            await store.ApplyAsync(new AllowlistPut(Tenant.NextId(), tenant.Id, account.Id, scope, subject, null));
        var listed = (await PagesAsync(page => Accounts.AllowlistAsync(tenant.Id, account.Id, null, page), 2)).SelectMany(page => page);
        Assert.Equal(entries, listed.Select(entry => (entry.Scope, entry.Subject)));
        Assert.Equal(2, (await Accounts.AllowlistAsync(tenant.Id, account.Id, "sender", Tenant.All)).Items.Count);
    }

    [Fact]
    public async Task Outbox_entries_are_listed_counted_and_previewed_under_the_same_filter()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        List<Guid> dead = [];
        for (var i = 0; i < 5; i++)
            dead.Add((await tenant.AddOutboxAsync(account.Id, i < 3 ? "a" : "b", "dead_letter")).Id);
        var queued = await tenant.AddOutboxAsync(account.Id, "a");
        var listed = (await PagesAsync(page => Outbox.ListAsync(tenant.Id, OutboxFilter.DeadLetters, page), 2)).SelectMany(page => page);
        Assert.Equal(Enumerable.Reverse(dead), listed.Select(entry => entry.Id));

        var filter = new OutboxFilter { AccountId = account.Id, ConversationId = "a", Kind = "reply", ErrorClass = "permanent", CreatedBefore = DateTimeOffset.MaxValue };
        var preview = await Outbox.PreviewRedriveAsync(tenant.Id, filter, 2);
        Assert.Equal((3, 1), (preview.Total, preview.Lanes));
        Assert.Equal(dead[..2], preview.Ids);
        Assert.Equal(dead[..3], preview.Sample.Select(entry => entry.Id));
        Assert.Equal(2, (await Outbox.PreviewRedriveAsync(tenant.Id, new OutboxFilter(), 100)).Lanes);
        Assert.Equal(5, await Outbox.CountAsync(tenant.Id, OutboxFilter.DeadLetters));
        Assert.Equal(6, await Outbox.CountAsync(tenant.Id, new OutboxFilter { AccountId = account.Id }));
        Assert.Equal(0, await Outbox.CountAsync(tenant.Id, new OutboxFilter { Status = "no' OR true --" }));
        Assert.Equal([dead[1]], await Outbox.DeadLettersAmongAsync(tenant.Id, [queued.Id, dead[1], Tenant.NextId()]));
    }

    [Fact]
    public async Task A_session_is_shown_with_its_newest_turns()
    {
        var tenant = await Tenant.CreateAsync(store);
        var sessions = store.Get<ISessionQueries>();
        var (first, second) = (await tenant.AddSessionAsync(), await tenant.AddSessionAsync());
        List<Guid> turns = [await tenant.AddRunAsync(sessionId: first), await tenant.AddRunAsync(sessionId: first), await tenant.AddRunAsync(sessionId: first)];
        Assert.Equal([second, first], (await PagesAsync(page => sessions.ListAsync(tenant.Id, page), 1)).SelectMany(page => page).Select(item => item.Id));
        var shown = (await sessions.GetAsync(tenant.Id, first, new PageRequest(2)))!;
        Assert.Equal([turns[2], turns[1]], shown.Turns.Items.Select(turn => turn.Id));
        var rest = (await sessions.GetAsync(tenant.Id, first, new PageRequest(2, shown.Turns.NextCursor)))!;
        Assert.Equal([turns[0]], rest.Turns.Items.Select(turn => turn.Id));
        Assert.Null(rest.Turns.NextCursor);
        Assert.Null(await sessions.GetAsync(tenant.Id, Tenant.NextId(), Tenant.All));
    }

    [Fact]
    public async Task Members_tokens_and_the_audit_trail_of_an_organization_are_listed()
    {
        var tenant = await Tenant.CreateAsync(store);
        var organizations = store.Get<IOrganizationQueries>();
        var member = Tenant.NextId();
        await store.ApplyAsync(new UserInsert(member, $"{member:N}@example.org", null, "hash", null), new MembershipInsert(tenant.Id, member, "member"));
        var members = (await PagesAsync(page => organizations.MembersAsync(tenant.Id, page), 1)).SelectMany(page => page);
        Assert.Equal([(tenant.OwnerId, tenant.OwnerEmail, "owner"), (member, $"{member:N}@example.org", "member")], members.Select(item => (item.UserId, item.Email, item.Role)));
        await store.ApplyAsync(new WorkerTokenInsert(Tenant.NextId(), tenant.Id, "one", member.ToByteArray(), null));
        Assert.Equal(["one"], (await organizations.WorkerTokensAsync(tenant.Id, Tenant.All)).Items.Select(token => token.Name));
        foreach (var action in new[] { "first", "second", "third" })
            await store.ApplyAsync(new AuditRow(Tenant.NextId(), tenant.Id, "user", "me", action, "thing", null, """{"from":1,"to":2}""", null));
        var audit = (await PagesAsync(page => organizations.AuditAsync(tenant.Id, page), 2)).SelectMany(page => page);
        Assert.Equal(["third", "second", "first"], audit.Select(item => item.Action));
        Assert.Equal([tenant.Id], (await store.Get<IIdentityQueries>().MembershipsAsync(tenant.OwnerId)).Select(membership => membership.OrganizationId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("cnVucx8x")]
    [InlineData("YWNjb3VudHMfeB95")]
    public async Task A_cursor_that_this_list_did_not_give_out_is_refused(string cursor)
    {
        var tenant = await Tenant.CreateAsync(store);
        await Assert.ThrowsAsync<InvalidCursorException>(() => Accounts.ListAsync(tenant.Id, null, new PageRequest(10, cursor)));
        await Assert.ThrowsAsync<InvalidCursorException>(() => Messages.EventsAsync(tenant.Id, tenant.Id, new PageRequest(10, cursor)));
    }

    [Fact]
    public async Task Gauges_and_the_queue_inspection_show_what_waits()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        await store.ApplyAsync(new OrganizationChange(tenant.Id) { AgentKind = "pull" });
        var run = await tenant.AddRunAsync();
        var entry = await tenant.AddOutboxAsync(account.Id);
        await tenant.AddOutboxAsync(account.Id);
        await tenant.AddOutboxAsync(account.Id, status: "dead_letter");
        await tenant.AddPairingAsync(account.Id, "someone");
        await store.ExecuteAsync("UPDATE outbox SET due_at = now() - interval '2 hours', created_at = now() - interval '400 days' WHERE id = $1", entry.Id);
        await store.ExecuteAsync("UPDATE runs SET created_at = now() - interval '3 hours' WHERE id = $1", run);
        var inspection = await store.Get<IRuntimeQueries>().InspectQueueAsync(1_000);
        Assert.True(inspection.Gauges.OldestDueLaneAge >= TimeSpan.FromHours(2));
        Assert.True(inspection.Gauges.OldestUnclaimedAge >= TimeSpan.FromHours(3));
        Assert.True(inspection.Gauges is { OutboxBacklog: >= 2, DeadLetters: >= 1, WorkDepth: >= 1, PendingPairings: >= 1 });
        var lane = inspection.Lanes[0];
        Assert.Equal((entry.LaneKey, tenant.Id, 2, entry.Id, "queued"), (lane.LaneKey, lane.OrganizationId, lane.Open, lane.HeadId, lane.HeadStatus));
        Assert.Contains(inspection.Runs, item => item.Id == run);
        await store.ExecuteAsync("UPDATE runs SET created_at = now() WHERE id = $1", run);
    }

    [Fact]
    public async Task What_left_through_the_stub_transport_is_listed_and_nothing_else()
    {
        var tenant = await Tenant.CreateAsync(store);
        var (stub, real) = (tenant.NewAccount() with { Metadata = """{"transport":"stub"}""" }, tenant.NewAccount());
        await store.ApplyAsync(stub, real);
        var sent = await tenant.AddOutboxAsync(stub.Id, status: "sent");
        await tenant.AddOutboxAsync(stub.Id);
        await tenant.AddOutboxAsync(real.Id, status: "sent");
        var listed = await store.Get<IRuntimeQueries>().StubSentAsync(1_000);
        Assert.Equal([sent.Id], listed.Where(entry => entry.OrganizationId == tenant.Id).Select(entry => entry.Id));
    }

    private static async Task<List<IReadOnlyList<T>>> PagesAsync<T>(Func<PageRequest, Task<Page<T>>> read, int limit)
    {
        List<IReadOnlyList<T>> pages = [];
        string? cursor = null;
        do
        {
            var page = await read(new PageRequest(limit, cursor));
            pages.Add(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null && pages.Count < 100);
        return pages;
    }

    private Task AddEventAsync(Tenant tenant, Guid accountId) => store.ApplyAsync(
        new ChannelEventRow(Tenant.NextId(), tenant.Id, accountId, "conversation", "channel.signature.invalid", "warn", "fixed", """{"reason":"x"}"""));
}

using System.Collections.Concurrent;
using System.Text.Json;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Queries;
using Vespid.Storage.Work;
using Vespid.Tests.Storage.Entities.Support;

namespace Vespid.Tests.Storage.Entities;

[Collection(EntityStore.Collection)]
public sealed class WorkQueueTests(EntityStore store)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private IWorkQueue Work => store.Get<IWorkQueue>();

    [Fact]
    public async Task Runs_are_claimed_oldest_first_and_once()
    {
        var tenant = await Tenant.CreateAsync(store);
        Guid[] ids = [await tenant.AddRunAsync(), await tenant.AddRunAsync(), await tenant.AddRunAsync()];
        var first = await ClaimAsync(tenant, 2);
        Assert.Equal(ids[..2], first.Select(run => run.Id));
        Assert.All(first, run => Assert.Equal((1, "workflow", "{}", tenant.Id), (run.Attempt, run.Kind, run.Input, run.OrganizationId)));
        Assert.Equal([ids[2]], (await ClaimAsync(tenant, 10)).Select(run => run.Id));
        Assert.Empty(await ClaimAsync(tenant, 10));
        Assert.Empty(await ClaimAsync(await Tenant.CreateAsync(store), 10));
    }

    [Fact]
    public async Task The_input_of_a_run_is_the_message_that_triggered_it()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        var message = await tenant.AddMessageAsync(account.Id, text: "say \"hi\" \u2713");
        var workflow = await tenant.AddWorkflowAsync();
        var runId = await tenant.AddRunAsync(workflow, input: null, message: message);
        var run = Assert.Single(await ClaimAsync(tenant, 1));
        using var input = JsonDocument.Parse(run.Input);
        string[] names =
        [
            "organizationId", "workflowId", "requestedByUserId", "channelId", "accountId", "accountKey", "conversationId", "providerMessageId",
            "senderId", "senderDisplayName", "text", "event", "mentionMatched", "receivedAt", "raw",
        ];
        Assert.Equal(names, input.RootElement.EnumerateObject().Select(property => property.Name));
        string Text(string name) => input.RootElement.GetProperty(name).GetString()!;
        Assert.Equal((tenant.Id.ToString(), workflow.ToString(), account.AccountKey), (Text("organizationId"), Text("workflowId"), Text("accountKey")));
        Assert.Equal(("say \"hi\" \u2713", "message.dm", "2026-02-03T04:05:06.789Z"), (Text("text"), Text("event"), Text("receivedAt")));
        Assert.True(input.RootElement.GetProperty("mentionMatched").GetBoolean());
        Assert.Equal(1, input.RootElement.GetProperty("raw").GetProperty("body").GetProperty("n").GetInt32());
        Assert.Equal((message.ProviderMessageId, account.Id, "conversation"), (run.ProviderMessageId, run.AccountId, run.ConversationId));
        Assert.Equal(run.Input, (await store.Get<IWorkflowQueries>().RunAsync(tenant.Id, runId))!.Input);
    }

    [Fact]
    public async Task Turns_of_a_session_are_claimed_one_after_another_and_sessions_do_not_wait_for_each_other()
    {
        var tenant = await Tenant.CreateAsync(store);
        var (one, two) = (await tenant.AddSessionAsync(), await tenant.AddSessionAsync());
        var (first, second) = (await tenant.AddRunAsync(sessionId: one), await tenant.AddRunAsync(sessionId: one));
        var other = await tenant.AddRunAsync(sessionId: two);
        var claimed = await ClaimAsync(tenant, 10);
        Assert.Equal([first, other], claimed.Select(run => run.Id));
        Assert.Empty(await ClaimAsync(tenant, 10));

        Assert.Equal(WorkVerdict.Done, await Work.FailAsync(tenant.Id, first, claimed[0].LeaseToken, "later", true, TimeSpan.FromHours(1)));
        Assert.Empty(await ClaimAsync(tenant, 10));
        await store.ExecuteAsync("UPDATE runs SET next_attempt_at = now() WHERE id = $1", first);
        var again = Assert.Single(await ClaimAsync(tenant, 10));
        Assert.Equal((first, 2), (again.Id, again.Attempt));
        Assert.Equal(WorkVerdict.Done, await CompleteAsync(tenant, again));
        Assert.Equal([second], (await ClaimAsync(tenant, 10)).Select(run => run.Id));
    }

    [Fact]
    public async Task Many_workers_at_once_never_share_a_run_and_never_reorder_a_session()
    {
        var tenant = await Tenant.CreateAsync(store);
        var sessions = new[] { await tenant.AddSessionAsync(), await tenant.AddSessionAsync() };
        List<Guid> all = [];
        for (var i = 0; i < 120; i++)
            all.Add(await tenant.AddRunAsync(sessionId: i % 3 == 0 ? null : sessions[i % 2]));
        ConcurrentQueue<ClaimedRun> done = [];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            while (done.Count < all.Count)
            {
                foreach (var run in await Work.ClaimAsync(tenant.Id, $"worker-{worker}", 3, Lease))
                {
                    // Before its end is recorded: what follows in the session can only be claimed afterwards.
                    done.Enqueue(run);
                    Assert.Equal(WorkVerdict.Done, await CompleteAsync(tenant, run));
                }
            }
        }));
        Assert.Equal(all.Order(), done.Select(run => run.Id).Order());
        foreach (var session in sessions)
        {
            var seqs = done.Where(run => run.SessionId == session).Select(run => run.Seq).ToList();
            Assert.Equal(seqs.Order(), seqs);
        }
    }

    [Fact]
    public async Task A_lost_lease_is_claimed_again_until_the_attempts_are_used_up()
    {
        var tenant = await Tenant.CreateAsync(store);
        var id = await tenant.AddRunAsync(maxAttempts: 2);
        var lost = Assert.Single(await ClaimAsync(tenant, 1));
        Assert.True(await Work.HeartbeatAsync(tenant.Id, id, lost.LeaseToken, Lease));
        await ExpireAsync(id);
        var taken = Assert.Single(await ClaimAsync(tenant, 1));
        Assert.Equal((id, 2), (taken.Id, taken.Attempt));
        Assert.NotEqual(lost.LeaseToken, taken.LeaseToken);

        Assert.False(await Work.HeartbeatAsync(tenant.Id, id, lost.LeaseToken, Lease));
        Assert.Equal(WorkVerdict.LeaseLost, await CompleteAsync(tenant, lost));
        Assert.Equal(WorkVerdict.LeaseLost, await Work.FailAsync(tenant.Id, id, lost.LeaseToken, "x", true, TimeSpan.Zero));

        await ExpireAsync(id);
        Assert.Empty(await ClaimAsync(tenant, 1));
        var run = (await store.Get<IWorkflowQueries>().RunAsync(tenant.Id, id))!;
        Assert.Equal(("timed_out", 2), (run.Status, run.AttemptCount));
        Assert.NotNull(run.FinishedAt);
        Assert.Equal(WorkVerdict.LeaseLost, await CompleteAsync(tenant, taken));
    }

    [Fact]
    public async Task A_worker_that_is_late_but_unrivalled_may_still_finish()
    {
        var tenant = await Tenant.CreateAsync(store);
        await tenant.AddRunAsync();
        var run = Assert.Single(await ClaimAsync(tenant, 1));
        await ExpireAsync(run.Id);
        Assert.True(await Work.HeartbeatAsync(tenant.Id, run.Id, run.LeaseToken, Lease));
        await ExpireAsync(run.Id);
        Assert.Equal(WorkVerdict.Done, await CompleteAsync(tenant, run));
    }

    [Fact]
    public async Task Completing_queues_the_parts_of_the_reply_in_order_and_repeating_it_queues_nothing_more()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        var id = await tenant.AddRunAsync();
        var run = Assert.Single(await ClaimAsync(tenant, 1));
        var parts = new[] { tenant.NewOutbox(account.Id) with { RunId = id }, tenant.NewOutbox(account.Id), tenant.NewOutbox(account.Id) };
        Array.Reverse(parts);
        Assert.Equal(WorkVerdict.Done, await Work.CompleteAsync(tenant.Id, id, run.LeaseToken, """{"answer":42}""", parts));
        Assert.Equal(WorkVerdict.Done, await Work.CompleteAsync(tenant.Id, id, run.LeaseToken, """{"answer":43}""", [tenant.NewOutbox(account.Id)]));
        var entries = (await store.Get<IOutboxQueries>().ListAsync(tenant.Id, new OutboxFilter(), Tenant.All)).Items;
        Assert.Equal(parts.Select(part => part.Id), entries.OrderBy(entry => entry.Seq).Select(entry => entry.Id));
        Assert.All(entries, entry => Assert.Equal(("queued", account.Id), (entry.Status, entry.AccountId)));
        Assert.Equal(id, entries.Single(entry => entry.Id == parts[^1].Id).RunId);
        var ended = (await store.Get<IWorkflowQueries>().RunAsync(tenant.Id, id))!;
        Assert.Equal(("succeeded", """{"answer":42}"""), (ended.Status, ended.Output));
    }

    [Fact]
    public async Task A_reply_that_cannot_be_stored_leaves_the_run_in_its_workers_hands()
    {
        var tenant = await Tenant.CreateAsync(store);
        var id = await tenant.AddRunAsync();
        var run = Assert.Single(await ClaimAsync(tenant, 1));
        await Assert.ThrowsAsync<CommitRejectedException>(
            () => Work.CompleteAsync(tenant.Id, id, run.LeaseToken, null, [tenant.NewOutbox(), tenant.NewOutbox() with { Payload = "{" }]));
        Assert.Equal("running", (await store.Get<IWorkflowQueries>().RunAsync(tenant.Id, id))!.Status);
        Assert.Equal(0, await store.Get<IOutboxQueries>().CountAsync(tenant.Id, new OutboxFilter()));
        Assert.Equal(WorkVerdict.Done, await CompleteAsync(tenant, run));
        var stranger = await Tenant.CreateAsync(store);
        await Assert.ThrowsAsync<ArgumentException>(() => Work.CompleteAsync(tenant.Id, id, run.LeaseToken, null, [stranger.NewOutbox()]));
    }

    [Fact]
    public async Task The_same_completion_sent_twice_at_once_is_done_twice_and_stored_once()
    {
        var tenant = await Tenant.CreateAsync(store);
        for (var round = 0; round < 10; round++)
        {
            await tenant.AddRunAsync();
            var run = Assert.Single(await ClaimAsync(tenant, 1));
            var reply = tenant.NewOutbox();
            var verdicts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Work.CompleteAsync(tenant.Id, run.Id, run.LeaseToken, "1", [reply])));
            Assert.All(verdicts, verdict => Assert.Equal(WorkVerdict.Done, verdict));
            Assert.NotNull(await store.Get<IOutboxQueries>().GetAsync(tenant.Id, reply.Id));
        }
    }

    [Fact]
    public async Task A_failed_attempt_is_repeated_after_its_back_off_while_attempts_are_left()
    {
        var tenant = await Tenant.CreateAsync(store);
        var id = await tenant.AddRunAsync(maxAttempts: 2);
        var first = Assert.Single(await ClaimAsync(tenant, 1));
        Assert.Equal(WorkVerdict.Done, await Work.FailAsync(tenant.Id, id, first.LeaseToken, "boom\0", true, TimeSpan.FromHours(1)));
        Assert.Equal(WorkVerdict.Done, await Work.FailAsync(tenant.Id, id, first.LeaseToken, "boom", true, TimeSpan.FromHours(1)));
        Assert.Empty(await ClaimAsync(tenant, 1));
        Assert.Equal(WorkVerdict.LeaseLost, await CompleteAsync(tenant, first));
        await store.ExecuteAsync("UPDATE runs SET next_attempt_at = now() WHERE id = $1", id);
        var second = Assert.Single(await ClaimAsync(tenant, 1));
        Assert.Equal(WorkVerdict.Done, await Work.FailAsync(tenant.Id, id, second.LeaseToken, "boom again", true, TimeSpan.Zero));
        var run = (await store.Get<IWorkflowQueries>().RunAsync(tenant.Id, id))!;
        Assert.Equal(("failed", "boom again", 2), (run.Status, run.Error, run.AttemptCount));
        Assert.Equal(WorkVerdict.LeaseLost, await CompleteAsync(tenant, second));
    }

    [Fact]
    public async Task A_fault_that_no_retry_mends_fails_the_run_at_once()
    {
        var tenant = await Tenant.CreateAsync(store);
        var id = await tenant.AddRunAsync();
        var run = Assert.Single(await ClaimAsync(tenant, 1));
        Assert.Equal(WorkVerdict.Done, await Work.FailAsync(tenant.Id, id, run.LeaseToken, "no", false, TimeSpan.Zero));
        Assert.Equal("failed", (await store.Get<IWorkflowQueries>().RunAsync(tenant.Id, id))!.Status);
    }

    [Fact]
    public async Task A_run_of_another_organization_is_not_found()
    {
        var (tenant, other) = (await Tenant.CreateAsync(store), await Tenant.CreateAsync(store));
        var id = await tenant.AddRunAsync();
        var run = Assert.Single(await ClaimAsync(tenant, 1));
        Assert.Equal(WorkVerdict.NotFound, await Work.CompleteAsync(other.Id, id, run.LeaseToken, null, []));
        Assert.Equal(WorkVerdict.NotFound, await Work.FailAsync(other.Id, id, run.LeaseToken, "x", true, TimeSpan.Zero));
        Assert.False(await Work.HeartbeatAsync(other.Id, id, run.LeaseToken, Lease));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    public async Task Who_is_not_the_writer_changes_nothing(long epoch)
    {
        var tenant = await Tenant.CreateAsync(store);
        var id = await tenant.AddRunAsync();
        var fenced = new WorkQueue(store.Database, new FixedLease(epoch), store.Get<ICommitLog>());
        await Assert.ThrowsAsync<WriterFencedException>(() => fenced.ClaimAsync(tenant.Id, "worker", 1, Lease));
        var run = Assert.Single(await ClaimAsync(tenant, 1));
        await Assert.ThrowsAsync<WriterFencedException>(() => fenced.HeartbeatAsync(tenant.Id, id, run.LeaseToken, Lease));
        await Assert.ThrowsAsync<WriterFencedException>(() => fenced.FailAsync(tenant.Id, id, run.LeaseToken, "x", true, TimeSpan.Zero));
        await Assert.ThrowsAsync<WriterFencedException>(() => fenced.AdmitHeldBackAsync());
        Assert.Equal("running", (await store.Get<IWorkflowQueries>().RunAsync(tenant.Id, id))!.Status);
    }

    [Fact]
    public async Task Only_organizations_of_the_kinds_asked_for_that_have_claimable_work_are_named()
    {
        var (echo, push, idle, waiting) =
            (await Tenant.CreateAsync(store), await Tenant.CreateAsync(store), await Tenant.CreateAsync(store), await Tenant.CreateAsync(store));
        foreach (var tenant in new[] { echo, idle, waiting })
            await store.ApplyAsync(new OrganizationChange(tenant.Id) { AgentKind = "echo" });
        await store.ApplyAsync(new OrganizationChange(push.Id) { AgentKind = "push" });
        await echo.AddRunAsync();
        await push.AddRunAsync();
        await idle.AddRunAsync(admitted: false);
        var session = await waiting.AddSessionAsync();
        await waiting.AddRunAsync(sessionId: session);
        await waiting.AddRunAsync(sessionId: session);
        var run = Assert.Single(await ClaimAsync(waiting, 5));

        async Task<IEnumerable<Guid>> NamedAsync(params string[] kinds) =>
            (await Work.OrganizationsWithWorkAsync(kinds, 1_000)).Intersect([echo.Id, push.Id, idle.Id, waiting.Id]).Order();
        Assert.Equal([echo.Id], await NamedAsync("echo"));
        Assert.Equal(new[] { echo.Id, push.Id }.Order(), await NamedAsync("echo", "push"));
        await ExpireAsync(run.Id);
        Assert.Equal(new[] { echo.Id, waiting.Id }.Order(), await NamedAsync("echo"));
    }

    [Fact]
    public async Task Held_back_runs_are_admitted_oldest_first_as_far_as_the_quota_has_room()
    {
        var tenant = await Tenant.CreateAsync(store);
        await store.ApplyAsync(new OrganizationChange(tenant.Id) { MonthlyRunLimit = 3, InflightRunLimit = 2 });
        await tenant.AddRunAsync();
        Guid[] held = [await tenant.AddRunAsync(admitted: false), await tenant.AddRunAsync(admitted: false), await tenant.AddRunAsync(admitted: false)];
        var quota = await Work.QuotaAsync(tenant.Id);
        Assert.Equal((1, 1, 1, false, false), (quota.ThisMonth, quota.InFlight, quota.Room, quota.MonthlyExceeded, quota.InflightExceeded));

        await Work.AdmitHeldBackAsync();
        Assert.True((await Work.QuotaAsync(tenant.Id)).InflightExceeded);
        var claimed = await ClaimAsync(tenant, 10);
        Assert.Equal(held[0], claimed[^1].Id);
        Assert.Equal(2, claimed.Count);
        await Work.AdmitHeldBackAsync();
        Assert.Empty(await ClaimAsync(tenant, 10));

        foreach (var run in claimed)
            await CompleteAsync(tenant, run);
        await Work.AdmitHeldBackAsync();
        Assert.Equal([held[1]], (await ClaimAsync(tenant, 10)).Select(run => run.Id));
        Assert.True((await Work.QuotaAsync(tenant.Id)).MonthlyExceeded);

        await store.ApplyAsync(new OrganizationChange(tenant.Id)
        {
            MonthlyRunLimit = GrainInterfaces.Control.Change<int?>.To(null), InflightRunLimit = GrainInterfaces.Control.Change<int?>.To(null),
        });
        Assert.True(await Work.AdmitHeldBackAsync() >= 1);
        Assert.Equal([held[2]], (await ClaimAsync(tenant, 10)).Select(run => run.Id));
        Assert.Equal(int.MaxValue, (await Work.QuotaAsync(tenant.Id)).Room);
    }

    private Task<IReadOnlyList<ClaimedRun>> ClaimAsync(Tenant tenant, int max) => Work.ClaimAsync(tenant.Id, "worker", max, Lease);

    private Task<WorkVerdict> CompleteAsync(Tenant tenant, ClaimedRun run) => Work.CompleteAsync(tenant.Id, run.Id, run.LeaseToken, null, []);

    private Task<int> ExpireAsync(Guid runId) => store.ExecuteAsync("UPDATE runs SET lease_until = now() - interval '1 s' WHERE id = $1", runId);
}

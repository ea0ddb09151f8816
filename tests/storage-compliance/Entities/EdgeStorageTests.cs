using Vespid.Storage.Commits;
using Vespid.Storage.Edges;
using Vespid.Storage.Entities;
using Vespid.Storage.Rows;
using Vespid.Tests.Storage.Entities.Support;

namespace Vespid.Tests.Storage.Entities;

[Collection(EntityStore.Collection)]
public sealed class EdgeStorageTests(EntityStore store)
{
    private IEdgeStore Edges => store.Get<IEdgeStore>();

    private IAlertStore Alerts => store.Get<IAlertStore>();

    [Fact]
    public async Task A_registration_token_is_redeemed_once_and_buys_an_edge_that_its_token_finds()
    {
        var (organization, partner) = await PartnerAsync();
        var token = new RegistrationTokenInsert(Guid.CreateVersion7(), Bytes(), organization, partner, null, TimeSpan.FromHours(1), "me");
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(token));
        var edge = Edge(organization, partner);
        var redeem = new RegistrationTokenRedeem(token.Id, edge.NodeId, [1], [2]);

        Assert.Equal(CommitStatus.Applied, await store.TryAsync(redeem, new EdgeDomainClaim(edge.Domain, partner), edge, Config(edge, 1)));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(redeem with { NodeId = "another" }));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new RegistrationTokenRevoke(token.Id, partner)));

        Assert.Equal(edge.NodeId, await store.Get<IEdgeDirectory>().FindAsync(edge.TokenHash));
        Assert.Null(await store.Get<IEdgeDirectory>().FindAsync(Bytes()));
        var found = (await Edges.FindAsync(edge.NodeId))!;
        Assert.Equal((partner, edge.Label, edge.Domain, edge.Region, false), (found.PartnerId, found.Label, found.Domain, found.Region, found.IsRetired));
        Assert.Equal(["xray"], found.ChannelsWanted);
        Assert.Equal(edge.NodeId, (await Edges.TokenAsync(token.Hash))!.NodeId);
        Assert.Equal((1, edge.Label), ((await Edges.PartnerAsync(partner))!.LiveNodes, (await Edges.PartnerAsync(partner))!.Labels.Single()));

        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new RegistrationAnswersForget(TimeSpan.Zero)));
        Assert.Null((await Edges.TokenAsync(token.Hash))!.Answer);
    }

    [Fact]
    public async Task A_domain_on_which_another_partner_lives_cannot_be_claimed_until_it_leaves()
    {
        var (organization, partner) = await PartnerAsync();
        var (_, other) = await PartnerAsync();
        var edge = await EdgeAsync(organization, partner);

        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new EdgeDomainClaim(edge.Domain, other)));
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new EdgeDomainClaim(edge.Domain, partner)));
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new EdgeRetire(edge.NodeId)));
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new EdgeDomainClaim(edge.Domain, other)));
        Assert.True((await Edges.FindAsync(edge.NodeId))!.IsRetired);
    }

    [Fact]
    public async Task What_operators_and_hosts_change_of_an_edge_is_read_back()
    {
        var (organization, partner) = await PartnerAsync();
        var edge = await EdgeAsync(organization, partner);
        var next = Bytes();

        Assert.Equal(CommitStatus.Applied, await store.TryAsync(
            new EdgeTokenRotate(edge.NodeId, next, TimeSpan.FromHours(1)), new EdgeHold(edge.NodeId, true, "works"), new EdgeIdentityPermit(edge.NodeId)));
        var changed = (await Edges.FindAsync(edge.NodeId))!;
        Assert.Equal(next, changed.TokenHash);
        Assert.Equal(edge.TokenHash, changed.PreviousTokenHash);
        Assert.Equal((true, "works", true), (changed.Held, changed.HoldReason, changed.IdentityMayChange));
        Assert.NotNull(changed.PreviousTokenUntil);

        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new EdgeReattach(edge.NodeId, "new-key", null, null, "203.0.113.9", "1.2"), new EdgeTokenRotate(edge.NodeId, Bytes(), TimeSpan.Zero)));
        changed = (await Edges.FindAsync(edge.NodeId))!;
        Assert.Equal(("new-key", "uuid", "203.0.113.9", false), (changed.RealityPublicKey, changed.RealityUuid, changed.PublicIp, changed.IdentityMayChange));
        Assert.Null(changed.PreviousTokenHash);

        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new EdgeConfigMark(edge.NodeId, 1, null, null), new EdgeConfigMark(edge.NodeId, 1, "failed", "caddy")));
        var config = (await Edges.ConfigAsync(edge.NodeId, 1))!;
        Assert.Equal(("failed", "caddy"), (config.Result, config.Error));
        Assert.NotNull(config.IssuedAgo);
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new EdgeConfigMark(edge.NodeId, 9, null, null)));
    }

    [Fact]
    public async Task The_catalog_is_replaced_only_by_the_next_version()
    {
        var version = (await Edges.CatalogAsync())?.Version ?? 0;
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new EdgeCatalogPut(version + 1, [1], "me")));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new EdgeCatalogPut(version + 3, [2], "me")));
        Assert.Equal(version + 1, (await Edges.CatalogAsync())!.Version);
    }

    [Fact]
    public async Task An_edge_is_overdue_when_its_silence_is_more_than_its_liveness_says()
    {
        var (organization, partner) = await PartnerAsync();
        var edge = await EdgeAsync(organization, partner);
        Assert.DoesNotContain(edge.NodeId, await OverdueAsync());

        await SeenAsync(TimeSpan.FromSeconds(80));
        Assert.DoesNotContain(edge.NodeId, await OverdueAsync());
        await store.ExecuteAsync($"UPDATE edges SET last_seen_at = now() - interval '100 seconds' WHERE node_id = '{edge.NodeId}'");
        Assert.Contains(edge.NodeId, await OverdueAsync());
        await store.TryAsync(Note(edge, "late"));
        Assert.DoesNotContain(edge.NodeId, await OverdueAsync());
        await store.ExecuteAsync($"UPDATE edges SET last_seen_at = now() - interval '200 seconds' WHERE node_id = '{edge.NodeId}'");
        Assert.Contains(edge.NodeId, await OverdueAsync());
        await store.TryAsync(Note(edge, "silent"));
        Assert.DoesNotContain(edge.NodeId, await OverdueAsync());

        // Seen lately by another who noted it first: never backwards.
        await SeenAsync(TimeSpan.FromSeconds(1));
        await SeenAsync(TimeSpan.FromSeconds(500));
        Assert.InRange((await Edges.FindAsync(edge.NodeId))!.SeenAgo!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(60));

        Task SeenAsync(TimeSpan ago) => store.TryAsync(new EdgesSeen([edge.NodeId], [ago]));
        Task<IReadOnlyList<string>> OverdueAsync() => Edges.OverdueAsync(TimeSpan.FromSeconds(180), TimeSpan.FromSeconds(600), 1000);
    }

    [Fact]
    public async Task An_alert_event_opens_one_account_at_each_receiver_that_covers_the_edge()
    {
        var (organization, partner) = await PartnerAsync();
        var (foreign, _) = await PartnerAsync();
        var edge = await EdgeAsync(organization, partner);
        await ReceiverAsync("own-" + partner, organization, partner);
        await ReceiverAsync("org-" + partner, organization, null);
        await ReceiverAsync("off-" + partner, organization, null, enabled: false);
        await ReceiverAsync("foreign-" + partner, foreign, null);
        var told = Event(edge) with { Alert = "UPSTREAM_DOWN", Severity = "warn", Key = "k", Text = "down", Firing = true };

        Assert.Equal(CommitStatus.Applied, await store.TryAsync(told, Event(edge)));
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(told));

        Assert.Equal(
            ["default", "org-" + partner, "own-" + partner],
            await ListAsync($"SELECT receiver_id FROM alert_accounts a JOIN edge_events e ON e.id = a.event_id WHERE e.node_id = '{edge.NodeId}' ORDER BY 1"));
        Assert.Contains("own-" + partner, await Alerts.DueReceiversAsync(1000));
        var inbox = (await Alerts.ReadAsync("own-" + partner, [told.Id], 10))!;
        Assert.Equal((told.Id, "down", true, false), (inbox.Events.Single().Id, inbox.Events[0].Text, inbox.Events[0].Firing, inbox.Events[0].Deferred));
        Assert.Null(await Alerts.ReadAsync("nobody", [], 10));
    }

    [Fact]
    public async Task Accounts_are_final_once_and_go_with_the_entry_that_names_them()
    {
        var (organization, partner) = await PartnerAsync();
        var edge = await EdgeAsync(organization, partner);
        var receiver = "r-" + partner;
        await ReceiverAsync(receiver, organization, partner);
        var first = Event(edge) with { Alert = "UPSTREAM_DOWN", Severity = "warn", Key = "k", Text = "down", Firing = true };
        var second = Event(edge) with { Alert = "UPSTREAM_UP", Severity = "info", Key = "k", Text = "up" };
        await store.TryAsync(first, second);
        var entry = new OutboxRow(Guid.CreateVersion7(), "alert/" + receiver, "alert", organization, null, null, "{}", TimeSpan.FromHours(1), null, null, null, null);

        var accounting = new AlertAccounting(
            receiver,
            [new AlertAccount(first.Id, "alone", entry.Id, null, TimeSpan.Zero), new AlertAccount(second.Id, "deferred", null, "interval", TimeSpan.FromMinutes(5))],
            TimeSpan.FromMinutes(5),
            [new EdgeBreaker(edge.NodeId, "open", DateTimeOffset.UnixEpoch.AddYears(56), 5, 7, "5 messages within 30 min")]);
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(entry, accounting));
        Assert.Equal(accounting.Breakers, (await Alerts.BreakersAsync()).Where(breaker => breaker.NodeId == edge.NodeId));

        var repeat = entry with { Id = Guid.CreateVersion7() };
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(repeat, accounting with { Accounts = [new AlertAccount(first.Id, "merged", repeat.Id, null, TimeSpan.Zero)] }));
        Assert.Equal([entry.Id.ToString()], await ListAsync($"SELECT id::text FROM outbox WHERE lane_key = 'alert/{receiver}'"));
        var open = (await Alerts.ReadAsync(receiver, [], 10))!.Events.Single();
        Assert.Equal((second.Id, true, "interval"), (open.Id, open.Deferred, open.Reason));
        Assert.DoesNotContain(receiver, await Alerts.DueReceiversAsync(1000));
        await store.TryAsync(new ReceiverNudge(receiver));
        Assert.Contains(receiver, await Alerts.DueReceiversAsync(1000));
    }

    [Fact]
    public async Task Silences_and_acknowledgements_are_part_of_what_a_decision_rests_on()
    {
        var (organization, partner) = await PartnerAsync();
        var edge = await EdgeAsync(organization, partner);
        await store.TryAsync(Note(edge, "online"));
        var told = Event(edge) with { Alert = "UPSTREAM_DOWN", Severity = "warn", Key = "k", Text = "down", Firing = true };
        await store.TryAsync(told);
        var silence = new SilenceInsert
        {
            Id = Guid.CreateVersion7(), OrganizationId = organization, Kind = "silence", NodeId = edge.NodeId, Reason = "works", Author = "me",
            EndsAt = DateTimeOffset.UnixEpoch.AddYears(100), Repeat = "none",
        };

        Assert.Equal(CommitStatus.Applied, await store.TryAsync(silence, new AckInsert(told.Id, organization, "me", "looking")));
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new AckInsert(told.Id, Guid.Empty, "another", null)));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new AckInsert(Guid.CreateVersion7(), organization, "me", null)));

        var inbox = (await Alerts.ReadAsync(ReceiverRecord.Default, [told.Id], 1000))!;
        Assert.Contains(inbox.Silences, found => found.Id == silence.Id && found.NodeId == edge.NodeId);
        Assert.Equal([told.Id], inbox.Acknowledged);
        Assert.Equal(1, inbox.Fleet[edge.Region]);

        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new SilenceEnd(silence.Id, Guid.CreateVersion7())));
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new SilenceEnd(silence.Id, organization)));
        Assert.DoesNotContain((await Alerts.ReadAsync(ReceiverRecord.Default, [], 1))!.Silences, found => found.Id == silence.Id);
    }

    [Fact]
    public async Task History_goes_when_it_is_old_and_told_and_a_receiver_goes_with_its_accounts()
    {
        var (organization, partner) = await PartnerAsync();
        var edge = await EdgeAsync(organization, partner);
        var receiver = "r-" + partner;
        await ReceiverAsync(receiver, organization, partner);
        var open = Event(edge) with { Alert = "UPSTREAM_DOWN", Severity = "warn", Key = "k", Text = "down", Firing = true };
        await store.TryAsync(open, Event(edge));
        await store.ExecuteAsync($"UPDATE edge_events SET created_at = now() - interval '40 days' WHERE node_id = '{edge.NodeId}'");

        await store.TryAsync(new EdgeHistoryPurge(TimeSpan.FromDays(30), 1000));
        Assert.Equal([open.Id.ToString()], await ListAsync($"SELECT id::text FROM edge_events WHERE node_id = '{edge.NodeId}'"));

        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new ReceiverDelete(receiver, Guid.CreateVersion7())));
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new ReceiverStatusNote(receiver, "misconfigured", "403")));
        Assert.Equal(("misconfigured", "403"), ((await Alerts.ReceiverAsync(receiver))!.Status, (await Alerts.ReceiverAsync(receiver))!.LastError));
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new ReceiverDelete(receiver, organization)));
        Assert.Empty(await ListAsync($"SELECT receiver_id FROM alert_accounts WHERE receiver_id = '{receiver}'"));
    }

    private static byte[] Bytes() => [.. Guid.CreateVersion7().ToByteArray(), .. Guid.CreateVersion7().ToByteArray()];

    private static EdgeInsert Edge(Guid organization, string partner)
    {
        var node = Guid.CreateVersion7().ToString();
        return new EdgeInsert
        {
            NodeId = node, OrganizationId = organization, PartnerId = partner, Label = partner, Domain = node + ".example.com", PublicIp = "198.51.100.7", Region = "r-" + node,
            ChannelsWanted = ["xray"], RealityPublicKey = "key", RealityUuid = "uuid", TokenHash = Bytes(),
        };
    }

    private static EdgeConfigInsert Config(EdgeInsert edge, long epoch) => new(edge.NodeId, epoch, edge.OrganizationId, [1], [2], "registration", null);

    private static EdgeNoteRow Note(EdgeInsert edge, string liveness) => new()
    {
        NodeId = edge.NodeId, Liveness = liveness, Verdict = "healthy", UpstreamsExpected = 1, UpstreamsHealthy = 1, EpochDesired = 1, EpochIssued = 1, EpochApplied = 1, IntervalSeconds = 60,
    };

    private static EdgeEventRow Event(EdgeInsert edge) => new()
    {
        Id = Guid.CreateVersion7(), OrganizationId = edge.OrganizationId, PartnerId = edge.PartnerId, NodeId = edge.NodeId, Label = edge.Label, Region = edge.Region, Type = "transition",
        ObservedAt = DateTimeOffset.UnixEpoch.AddYears(50), Details = """{"a":1}""",
    };

    private async Task<EdgeInsert> EdgeAsync(Guid organization, string partner)
    {
        var edge = Edge(organization, partner);
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new EdgeDomainClaim(edge.Domain, partner), edge, Config(edge, 1)));
        return edge;
    }

    private async Task<(Guid Organization, string Partner)> PartnerAsync()
    {
        var organization = Guid.CreateVersion7();
        var partner = "p-" + organization.ToString("N");
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(
            new OrganizationInsert(organization, "org"), new PartnerInsert(partner, organization, "A partner", ["*.example.com"], 10, false, false)));
        Assert.Equal(CommitStatus.Applied, await store.TryAsync(new PartnerChange(partner, "A partner", [], 10, true, true)));
        Assert.True(await store.Get<IEdgeDirectory>().AllowsAnonymousKeysAsync(partner));
        return (organization, partner);
    }

    private async Task ReceiverAsync(string id, Guid organization, string? partner, bool enabled = true) => Assert.Equal(
        CommitStatus.Applied, await store.TryAsync(new ReceiverPut(id, organization, partner, null, "42", true, [1], null, enabled)));

    private async Task<List<string>> ListAsync(string sql)
    {
        await using var command = store.Sql.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.GetString(0));
        return values;
    }
}

using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Alerts;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Edges;
using Vespid.Grains.Runtime;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>Edges through their grains, the commit log and the lane, on a real server: from the token to the message.</summary>
public sealed class EdgeGrainTests(EdgeHost host) : IClassFixture<EdgeHost>
{
    private static int _last;

    [Fact]
    public async Task A_hundred_hosts_with_one_token_are_one_edge_and_the_first_may_ask_again()
    {
        var (partner, token) = await TokenAsync();
        var command = Command(token) with { IdempotencyKey = "key-1" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i =>
            host.Grains.GetGrain<IPartnerGrain>(partner).Register(command with { PublicIp = $"198.51.100.{i}" }, EdgeHost.Operator)));

        var first = Assert.Single(answers, answer => answer.Refusal is null).Value!;
        Assert.True(first.Created);
        Assert.All(answers.Where(answer => answer.Refusal is not null), answer => Assert.Equal("token_already_used", answer.Refusal!.Code));

        var winner = JsonNode.Parse(first.Document.Json)!["public_ip"]!.GetValue<string>();
        var again = (await host.Grains.GetGrain<IPartnerGrain>(partner).Register(command with { PublicIp = winner }, EdgeHost.Operator)).Value!;
        Assert.False(again.Created);
        Assert.Equal(Field(first, "service_token"), Field(again, "service_token"));
        Assert.Equal(first.Document.NodeId, again.Document.NodeId);
        Assert.StartsWith("stkn_", Field(first, "service_token"), StringComparison.Ordinal);
        Assert.Equal(48, Field(first, "service_token").Length);
        Assert.StartsWith("xprb_", Field(first, "cross_probe_token"), StringComparison.Ordinal);
        Assert.Equal(0, await host.ScalarAsync<long>($"SELECT count(*) FROM edges WHERE partner_id = '{partner}' AND token_hash::text LIKE '%stkn%'"));
    }

    [Fact]
    public async Task Tokens_that_do_not_hold_are_refused_each_in_its_way()
    {
        var (partner, token) = await TokenAsync(domain: "only.example.com");
        var grain = host.Grains.GetGrain<IPartnerGrain>(partner);
        Assert.Equal("invalid_token", await RefusedAsync(grain, Command("nonsense")));
        Assert.Equal("invalid_token", await RefusedAsync(grain, Command("ptkn_" + new string('x', 43))));
        Assert.Equal("domain_not_allowed", await RefusedAsync(grain, Command(token)));
        Assert.Equal("invalid_request", await RefusedAsync(grain, Command(token) with { PublicIp = "nowhere" }));
        var (other, _) = await TokenAsync();
        Assert.Equal("partner_mismatch", await RefusedAsync(host.Grains.GetGrain<IPartnerGrain>(other), Command(token) with { Domain = "only.example.com" }));

        var revoked = (await grain.IssueToken(null, null, EdgeHost.Operator)).Value!;
        Assert.Null(await grain.RevokeToken(revoked.Id, EdgeHost.Operator));
        Assert.Equal("token_revoked", await RefusedAsync(grain, Command(revoked.Token)));
        await host.ScalarAsync<Guid>($"UPDATE edge_registration_tokens SET expires_at = now() WHERE partner_id = '{partner}' AND revoked_at IS NULL RETURNING id");
        Assert.Equal("token_expired", await RefusedAsync(grain, Command(token)));
    }

    [Fact]
    public async Task A_domain_of_another_partners_live_edge_is_refused_and_the_token_is_not_used_up()
    {
        var edge = await RegisterAsync();
        var (partner, token) = await TokenAsync();
        Assert.Equal("domain_in_use", await RefusedAsync(host.Grains.GetGrain<IPartnerGrain>(partner), Command(token) with { Domain = edge.Domain }));
        Assert.Null((await host.Grains.GetGrain<IPartnerGrain>(partner).Register(Command(token), EdgeHost.Operator)).Refusal);
    }

    [Fact]
    public async Task A_transition_is_told_once_by_the_webhook_and_by_Telegram_when_that_fails()
    {
        var edge = await RegisterAsync();
        var own = "/" + edge.Partner;
        Assert.Null(await host.Grains.GetGrain<IAlertDeskGrain>(0).PutReceiver(
            Guid.Empty, edge.Partner,
            new ReceiverSettings(edge.Partner, new Uri(host.Webhook.Url, own).ToString(), "77", Change<string>.To(host.Telegram.BotToken), null, true), EdgeHost.Operator));
        await edge.ReportAsync(1);
        await edge.ReportAsync(0);
        var down = await edge.ToldAsync(1, own);
        Assert.Equal(("UPSTREAM_DOWN", "warn", "firing"), (down["alert"]!.GetValue<string>(), down["severity"]!.GetValue<string>(), down["status"]!.GetValue<string>()));
        Assert.StartsWith($"[{edge.Partner}] TRANSITION upstream=xray-client:3080 healthy -> unhealthy\n", down["message"]!.GetValue<string>(), StringComparison.Ordinal);

        host.Webhook.Faults.Add(new VendorFault.Error(500), target: own);
        await edge.ReportAsync(1);
        await Wait.UntilAsync(() => Task.FromResult(host.Telegram.Sent.All.Any(sent => sent.ChatId == "77" && sent.Text.StartsWith($"[{edge.Partner}] TRANSITION upstream=xray-client:3080 unhealthy -> healthy", StringComparison.Ordinal))), () => "Telegram has the recovery", EdgeHost.Patience);
        Assert.Equal(
            2, await host.ScalarAsync<long>($"SELECT count(*) FROM alert_accounts a JOIN edge_events e ON e.id = a.event_id WHERE a.receiver_id = '{edge.Partner}' AND e.node_id = '{edge.NodeId}' AND a.how = 'alone'"));
    }

    [Fact]
    public async Task A_transition_during_our_absence_is_told_once_after_it()
    {
        var edge = await RegisterAsync();
        await edge.ReportAsync(1);
        await host.RestartAsync();
        await edge.ReportAsync(1);
        await edge.ReportAsync(0);
        await edge.ToldAsync(1);
        await host.RestartAsync();
        await edge.ReportAsync(0);
        await edge.ReportAsync(0);
        Assert.Equal(1, await host.ScalarAsync<long>($"SELECT count(*) FROM edge_events WHERE node_id = '{edge.NodeId}' AND alert = 'UPSTREAM_DOWN'"));
        Assert.Equal(0, await edge.UnaccountedAsync());
    }

    [Fact]
    public async Task Wrong_bearers_and_retired_edges_are_refused()
    {
        var edge = await RegisterAsync();
        var other = await RegisterAsync();
        Assert.Equal("invalid_token", (await edge.Grain.Heartbeat(other.Hash))!.Code);
        Assert.Null(await edge.Grain.Heartbeat(edge.Hash));
        var next = (await edge.Grain.RotateToken(TimeSpan.FromMinutes(5), EdgeHost.Operator)).Value!;
        Assert.Null(await edge.Grain.Heartbeat(edge.Hash));
        Assert.Null(await edge.Grain.Heartbeat(Tokens.Hash(next)));
        Assert.NotNull((await edge.Grain.RotateToken(TimeSpan.Zero, EdgeHost.Operator)).Value);
        Assert.Equal("invalid_token", (await edge.Grain.Heartbeat(Tokens.Hash(next)))!.Code);

        Assert.Null(await other.Grain.Deregister(other.Hash));
        Assert.Equal("node_retired", (await other.Grain.Heartbeat(other.Hash))!.Code);
    }

    [Fact]
    public async Task A_token_on_its_way_is_sealed_where_it_waits()
    {
        var edge = await RegisterAsync();
        var id = (await edge.Grain.DeliverToken(EdgeHost.Operator)).Value!;
        var command = (await edge.ReportAsync(1)).Commands.Single(one => one.Id == id);
        Assert.StartsWith("stkn_", command.Argument, StringComparison.Ordinal);
        Assert.DoesNotContain("stkn_", (await edge.Grain.View())!.Commands.Single(one => one.Id == id).Argument, StringComparison.Ordinal);

        Assert.Equal(0, await host.ScalarAsync<long>("SELECT count(*) FROM grain_state WHERE payload::text LIKE '%\"stkn\\_%'"));

        await host.RestartAsync();
        Assert.Equal(command, (await edge.ReportAsync(1)).Commands.Single(one => one.Id == id));
        Assert.Null(await edge.Grain.Heartbeat(Tokens.Hash(command.Argument!)));
        // One that an operator takes along himself is the only one then.
        Assert.NotNull((await edge.Grain.RotateToken(TimeSpan.FromMinutes(5), EdgeHost.Operator)).Value);
        Assert.Empty((await edge.Grain.View())!.Commands.Where(one => one.Id == id));
    }

    [Fact]
    public async Task A_reattached_host_keeps_its_edge_and_one_with_other_keys_does_not()
    {
        var edge = await RegisterAsync();
        await edge.ReportAsync(1);
        var same = await edge.Grain.Reattach(edge.Hash, new ReattachEdge(edge.Identity, "203.0.113.5", "1.0", RotateIdentity: false));
        Assert.Equal(edge.NodeId, same.Value!.NodeId);
        Assert.Equal("203.0.113.5", JsonNode.Parse(same.Value.Json)!["public_ip"]!.GetValue<string>());

        var foreign = new ReattachEdge(edge.Identity with { AwgPublicKey = "another" }, null, null, RotateIdentity: true);
        var refused = (await edge.Grain.Reattach(edge.Hash, foreign)).Refusal!;
        Assert.Equal(("identity_mismatch", "awg_pubkey"), (refused.Code, Assert.Single(refused.Fields!).Key));
        Assert.Null(await edge.Grain.AllowNewIdentity(EdgeHost.Operator));
        Assert.Null((await edge.Grain.Reattach(edge.Hash, foreign)).Refusal);
        Assert.Equal("identity_mismatch", (await edge.Grain.Reattach(edge.Hash, new ReattachEdge(edge.Identity, null, null, true))).Refusal!.Code);
    }

    [Fact]
    public async Task Epochs_are_issued_applied_compared_and_rolled_back()
    {
        var edge = await RegisterAsync();
        Assert.Equal("epoch_not_issued", (await edge.Grain.Applied(edge.Hash, new EpochResult(2, "applied", null)))!.Code);
        Assert.Null(await edge.Grain.Applied(edge.Hash, new EpochResult(1, "applied", null)));
        Assert.Equal((1L, 1L, 1L), Epochs((await edge.Grain.View())!));
        var masked = (await edge.Grain.MaskedConfig(null)).Value!.Json;
        Assert.DoesNotContain("a-pass", masked, StringComparison.Ordinal);
        Assert.Contains("\"hysteria2_server\":\"h.example.com\"", masked, StringComparison.Ordinal);

        var rolledBack = await edge.Grain.RollBack(1, EdgeHost.Operator);
        Assert.Equal("epoch_unknown", rolledBack.Refusal!.Code);
        Assert.Equal("a-pass", JsonNode.Parse((await edge.Grain.Shared(edge.Hash, SharedPart.Hysteria2)).Value!.Json)!["auth_pass"]!.GetValue<string>());
        Assert.Null((await edge.Grain.Shared(edge.Hash, SharedPart.Awg)).Refusal);
    }

    [Fact]
    public async Task A_test_message_says_which_hop_took_it()
    {
        var result = (await host.Grains.GetGrain<IAlertReceiverGrain>("default").Test(EdgeHost.Operator)).Value!;
        Assert.True(result.Delivered);
        Assert.Equal("webhook", result.Hop);
    }

    [Fact]
    public async Task A_silence_keeps_its_edge_quiet_with_the_reason_on_record()
    {
        var edge = await RegisterAsync();
        await edge.ReportAsync(1);
        var desk = host.Grains.GetGrain<IAlertDeskGrain>(0);
        var silence = (await desk.Silence(
            Guid.Empty, new NewSilence("silence", new SilenceMatch(NodeId: edge.NodeId), "works", null, TimeProvider.System.GetUtcNow().AddHours(1), "none"), EdgeHost.Operator)).Value;
        await edge.ReportAsync(0);
        await Wait.UntilAsync(
            async () => await host.ScalarAsync<long>($"SELECT count(*) FROM alert_accounts a JOIN edge_events e ON e.id = a.event_id WHERE e.node_id = '{edge.NodeId}' AND a.how = 'silenced' AND a.reason = '{silence}'") == 1,
            () => "the transition is accounted as silenced", EdgeHost.Patience);
        Assert.Null(await desk.EndSilence(Guid.Empty, silence, EdgeHost.Operator));
    }

    private static (long, long, long) Epochs(EdgeView view) => (view.Epochs.Desired, view.Epochs.Issued, view.Epochs.Applied);

    private static string Field(EdgeRegistered registered, string name) => JsonNode.Parse(registered.Document.Json)![name]!.GetValue<string>();

    private static async Task<string> RefusedAsync(IPartnerGrain partner, RegisterEdge command) => (await partner.Register(command, EdgeHost.Operator)).Refusal!.Code;

    private static RegisterEdge Command(string token)
    {
        var number = Interlocked.Increment(ref _last);
        return new RegisterEdge(
            token, null, $"edge-{number}.example.com", "198.51.100.7", "pl-waw", ["PL"], "vless",
            new EdgeIdentity("reality-key", "11111111-2222-3333-4444-555555555555", "awg-key"), null, ["xray", "awg"], "0.12.46");
    }

    private async Task<(string Partner, string Token)> TokenAsync(string? domain = null)
    {
        var partner = $"partner-{Interlocked.Increment(ref _last)}";
        var grain = host.Grains.GetGrain<IPartnerGrain>(partner);
        Assert.Null(await grain.Create(host.Organization, new PartnerSettings(null, [], 10, false, false), EdgeHost.Operator));
        return (partner, (await grain.IssueToken(domain, null, EdgeHost.Operator)).Value!.Token);
    }

    private async Task<TestEdge> RegisterAsync()
    {
        var (partner, token) = await TokenAsync();
        var command = Command(token);
        var registered = (await host.Grains.GetGrain<IPartnerGrain>(partner).Register(command, EdgeHost.Operator)).Value!;
        return new TestEdge(host, partner, command.Domain, command.Identity, registered.Document.NodeId, Tokens.Hash(Field(registered, "service_token")));
    }
}

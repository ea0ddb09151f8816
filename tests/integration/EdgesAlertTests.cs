using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>From a report to the receiver of alerts, with the settings of a deployment; and the limit by address.</summary>
public sealed class EdgesAlertTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _data = new();
    private WebhookReceiver _webhook = null!;
    private HostProcess _host = null!;

    public async Task InitializeAsync()
    {
        _webhook = await WebhookReceiver.StartAsync();
        _host = await HostProcess.StartReadyAsync(
            _data.Path,
            PortOffsets.Take(),
            new Dictionary<string, string>
            {
                ["OXPULSE_TG_WEBHOOK"] = new Uri(_webhook.Url, "/webhook/monitor/healthcheck").ToString(),
                ["EDGE_GROUP_WAIT"] = "0",
                ["EDGE_METRICS"] = "true",
                ["OXPULSE_CB_MAX"] = "2",
                ["TRUSTED_PROXIES"] = "127.0.0.1/32",
            },
            "--no-demo");
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _webhook.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_transition_is_told_once_and_its_recovery_too_and_the_eleventh_registration_a_minute_waits()
    {
        using var fleet = await EdgeFleet.CreateAsync(_host, "edge-c");
        var edge = await fleet.RegisterAsync();
        const string both = "caddy_reverse_proxy_upstreams_healthy{upstream=\"10.9.0.2:8907\"} 1\n";
        const string channels = "xray=active\nawg=active\n";
        (await edge.ReportAsync(EdgeFleet.Healthy + both, channels)).Expect(200);
        (await edge.ReportAsync(EdgeFleet.Unhealthy + both, channels)).Expect(200);
        await WaitForAsync("UPSTREAM_DOWN");
        (await edge.ReportAsync(EdgeFleet.Healthy + both, channels)).Expect(200);
        await WaitForAsync("UPSTREAM_UP");

        var told = _webhook.Deliveries.All.Select(delivery => JsonNode.Parse(delivery.Body)!).ToList();
        Assert.Equal(["UPSTREAM_DOWN", "UPSTREAM_UP"], told.Select(message => (string)message["alert"]!));
        Assert.StartsWith("[edge-c] TRANSITION upstream=xray-client:3080 healthy -> unhealthy", (string)told[0]["message"]!, StringComparison.Ordinal);
        Assert.Equal((edge.NodeId, "edge-c", "pl-waw"), ((string?)told[0]["edge"], (string?)told[0]["partner"], (string?)told[0]["region"]));
        var outcome = Outcome(await fleet.EventsAsync(edge.NodeId), "UPSTREAM_DOWN");
        await Wait.UntilAsync(
            async () => (string?)(outcome = Outcome(await fleet.EventsAsync(edge.NodeId), "UPSTREAM_DOWN"))["entryStatus"] == "sent" || outcome["entryStatus"] is null, "the history names the delivery");
        Assert.Equal(("default", "alone"), ((string?)outcome["receiver"], (string?)outcome["outcome"]));
        var seen = (await fleet.AsOperatorAsync(HttpMethod.Get, $"/api/edges/{edge.NodeId}/events")).Json["events"]!.AsArray();
        Assert.InRange((long)Outcome(seen, "UPSTREAM_DOWN")["delayMs"]!, 0, 90_000);

        var test = (await fleet.AsOperatorAsync(HttpMethod.Post, "/api/receivers/default/test")).Expect(200).Json;
        Assert.Equal((true, "webhook"), ((bool)test["delivered"]!, (string?)test["hop"]));
        Assert.Contains((await fleet.AsOperatorAsync(HttpMethod.Get, "/api/receivers/default/outbox")).Json["entries"]!.AsArray(), entry => (string?)entry!["kind"] == "alert_test");

        Assert.Equal("ready", (string?)(await HealthAsync())["state"]);
        // A receiver whose chat does not exist is shown by its name; the process is ready all the same.
        await using (var probe = await DatabaseProbe.OpenAsync(_data.Path))
            await probe.ExecuteAsync("UPDATE alert_receivers SET status = 'misconfigured' WHERE id = 'default'");
        await Wait.UntilAsync(
            async () => await HealthAsync() is var health && ((string?)health["state"], (string?)health["detail"]) == ("degraded", "misconfigured: default"), "/healthz names the receiver");

        // What a monitor sees, without waking the edge.
        var figures = (await _host.GetTextAsync(new Uri(_host.Metrics, "/metrics/edges"))).Split('\n');
        Assert.Contains($"partner_edge_liveness{{node_id=\"{edge.NodeId}\"}} 1", figures);
        Assert.Contains($"partner_edge_upstream_healthy{{node_id=\"{edge.NodeId}\",upstream=\"xray-client:3080\"}} 1", figures);
        Assert.Contains($"partner_edge_channel_status{{node_id=\"{edge.NodeId}\",channel=\"awg\",status=\"active\"}} 1", figures);
        Assert.Contains($"partner_edge_upstreams_expected{{node_id=\"{edge.NodeId}\"}} 2", figures);

        var statuses = new List<int>();
        EdgeAnswer? last = null;
        for (var i = 0; i < 11; i++)
            statuses.Add((last = await fleet.PostAsync("register", new JsonObject(), ("x-forwarded-for", "203.0.113.9"))).Status);
        Assert.Equal([.. Enumerable.Repeat(400, 10), 429], statuses);
        Assert.Equal("too_many_requests", last!.Code);
        Assert.True(int.Parse(last.Header("retry-after")!, System.Globalization.CultureInfo.InvariantCulture) is > 1 and <= 60);
        (await fleet.PostAsync("register", new JsonObject(), ("x-forwarded-for", "203.0.113.10"))).Expect(400);

        // The third message is one too many: the edge is parked, and its agent hears of it.
        var unsound = both.Replace(" 1\n", " 0\n", StringComparison.Ordinal);
        Assert.Equal("""{"state":"closed"}""", (await edge.ReportAsync(EdgeFleet.Healthy + unsound, channels)).Expect(200).Json["breaker"]!.ToJsonString());
        await WaitForAsync("PARKED");
        JsonNode? breaker = null;
        await Wait.UntilAsync(
            async () => (string?)(breaker = (await edge.ReportAsync(EdgeFleet.Healthy + unsound, channels)).Json["breaker"])?["state"] == "open",
            () => $"the answer to a report says that the edge is parked; it says {breaker}", Patience);
        Assert.Equal((2, 1, "2_messages_within_30_min"), ((int)breaker!["notified"]!, (int)breaker["parked"]!, (string?)breaker["reason"]));
    }

    [Fact]
    public async Task A_report_while_the_database_is_away_is_put_off_and_counts_when_it_is_back()
    {
        using var fleet = await EdgeFleet.CreateAsync(_host, "edge-away");
        var edge = await fleet.RegisterAsync();
        (await edge.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        await using var probe = await DatabaseProbe.OpenAsync(_data.Path);
        var paused = DatabaseProcesses.Of(probe.ServerProcessId);
        DatabaseProcesses.Signal("STOP", paused);
        var report = edge.Report(EdgeFleet.Unhealthy);
        EdgeAnswer put;
        try
        {
            put = await edge.PostAsync("edge-report", report.DeepClone());
        }
        finally
        {
            DatabaseProcesses.Signal("CONT", paused);
        }

        put.Expect(503, "storage_unavailable");
        Assert.Equal("5", put.Header("retry-after"));
        EdgeAnswer? again = null;
        await Wait.UntilAsync(async () => (again = await edge.PostAsync("edge-report", report.DeepClone())).Status == 200, () => $"the report is taken; the last answer was {again?.Text}", Patience);
        // The first may have got in after all when the database woke up; then this one is known for the same.
        Assert.Single(await fleet.EventsAsync(edge.NodeId), item => (string?)item!["alert"] == "UPSTREAM_DOWN");
    }

    private async Task<JsonNode> HealthAsync() => JsonNode.Parse(await _host.GetTextAsync(new Uri(_host.Health, "/healthz")))!["dependencies"]!["alerts"]!;

    private static JsonNode Outcome(JsonArray events, string alert) => Assert.Single(events.Single(item => (string?)item!["alert"] == alert)!["outcomes"]!.AsArray())!;

    private Task WaitForAsync(string alert) => _webhook.Deliveries.WaitAsync(
        deliveries => deliveries.Any(delivery => (string?)JsonNode.Parse(delivery.Body)!["alert"] == alert), alert, Patience);
}

using System.Globalization;
using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

public sealed class ReportTests
{
    [Fact]
    public async Task A_report_carries_the_gauges_the_channels_and_the_probes_as_files()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        var gauges = EdgeHost.Gauge("xray-client:3080", 1) + EdgeHost.Gauge("10.9.0.2:8907", 0);
        await File.WriteAllTextAsync(edge.Metrics, "# TYPE go_goroutines gauge\ngo_goroutines 17\n# TYPE caddy_reverse_proxy_upstreams_healthy gauge\n" + gauges);
        await edge.InstalledAsync();
        await using var tunnel = new ScriptedServer(call => new Answer(call.Route == "GET /api/health" ? 200 : 404));
        await tunnel.StartAsync();
        edge.Environment["OXPULSE_CH1_CANARY_URL"] = $"{tunnel.Address}api/health";

        (await edge.AgentAsync("report")).Ends(0);

        var report = central.Reports.Last();
        Assert.Equal(central.ServiceToken, report.Bearer);
        Assert.Equal(
            ("n1", "2", "manual", "60", "1.0.0", "1.0.0"),
            (report["node_id"], report["seq"], report["reason"], report["interval_s"], report["agent_version"], report["installer_version"]));
        Assert.Equal(
            ("12", "h1", "c4", "1", "200", "1", "0", "0"),
            (report["epoch_applied"], report["keys_version"], report["channels_version"], report["upstreams_ok"], report["upstreams_http_status"], report["channels_ok"], report["hold"], report["undelivered"]));
        Assert.Matches("^[0-9a-f]{32}$", report["boot_id"]);
        Assert.Equal(DateTimeKind.Utc, DateTime.Parse(report["sent_at"], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal).Kind);
        Assert.Equal("# TYPE caddy_reverse_proxy_upstreams_healthy gauge\n" + gauges, report.Files["upstreams"]);
        Assert.Equal("xray=active\nhysteria2=skipped\nnaive=skipped\nawg=active\n", report.Files["channels"]);
        Assert.Matches("^ch1 ok [0-9]+ [0-9T:-]+Z\nch2 fail [0-9]+ [0-9T:-]+Z no_answer\n$", report.Files["probes"]);
        Assert.Equal("text/plain", report.Headers["accept"]);
    }

    [Fact]
    public async Task Reports_of_one_boot_are_counted_upwards_and_a_new_installation_is_a_new_boot()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        (await edge.AgentAsync("report")).Ends(0);
        Directory.Delete(edge.State, recursive: true);
        (await edge.AgentAsync("report")).Ends(0);

        var reports = central.Reports.ToList();
        Assert.Equal(["1", "2", "1"], reports.Select(report => report["seq"]));
        Assert.Equal(reports[0]["boot_id"], reports[1]["boot_id"]);
        Assert.NotEqual(reports[0]["boot_id"], reports[2]["boot_id"]);
    }

    [Fact]
    public async Task Metrics_that_cannot_be_had_are_said_so()
    {
        await using var central = await Central.StartAsync();
        await using var caddy = new ScriptedServer(_ => new Answer(404));
        await caddy.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();

        edge.Environment["OXPULSE_METRICS_SRC"] = $"{caddy.Address}metrics";
        (await edge.AgentAsync("report")).Ends(0);
        edge.Environment["OXPULSE_METRICS_SRC"] = "http://127.77.99.99:2019/metrics";
        (await edge.AgentAsync("report")).Ends(0);

        var (missing, refused) = (central.Reports.SkipLast(1).Last(), central.Reports.Last());
        Assert.Equal(("0", "404"), (missing["upstreams_ok"], missing["upstreams_http_status"]));
        Assert.Equal("0", refused["upstreams_ok"]);
        Assert.DoesNotContain("upstreams_http_status", refused.Fields.Keys);
        Assert.All([missing, refused], report => Assert.DoesNotContain("upstreams", report.Files.Keys));
    }

    [Fact]
    public async Task Ten_megabytes_of_metrics_make_a_small_report()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        await using (var metrics = new StreamWriter(edge.Metrics))
        {
            for (var line = 0; line < 100_000; line++)
                await metrics.WriteLineAsync($"caddy_http_requests_total{{handler=\"reverse_proxy\",server=\"srv0\",code=\"{line}\",method=\"GET\"}} 1");
            for (var line = 0; line < 10_000; line++)
                await metrics.WriteAsync(EdgeHost.Gauge($"10.0.0.1:{line}", 1));
        }

        (await edge.AgentAsync("report")).Ends(0);

        var text = central.Reports.Last().Files["upstreams"];
        Assert.InRange(text.Length, 100_000, 131_072);
        Assert.DoesNotContain("caddy_http_requests_total", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_is_an_error_and_the_report_is_kept_for_the_next()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var token = central.ServiceToken;
        central.ServiceToken = "stkn_" + new string('x', 43);

        Assert.Contains("401 invalid_token", (await edge.AgentAsync("report")).Ends(1).Errors, StringComparison.Ordinal);
        central.ServiceToken = token;
        (await edge.AgentAsync("report")).Ends(0);

        Assert.Equal(["1", "2", "3", "2"], central.Reports.Select(report => report["seq"]));
    }

    [Fact]
    public async Task A_dry_run_sends_nothing()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var before = central.Calls.Count;

        var shown = (await edge.AgentAsync("report", "--dry-run")).Ends(0);

        Assert.Contains("node_id=n1", shown.Output, StringComparison.Ordinal);
        Assert.Equal(before, central.Calls.Count);
        Assert.DoesNotContain(central.ServiceToken, shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_seeds_name_for_a_report_works()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();

        (await edge.RunAsync(Path.Combine(edge.Sbin, "oxpulse-channels-health-report.sh"), "--reason", "tick")).Ends(0);

        Assert.Equal("tick", central.Reports.Last()["reason"]);
    }

    [Fact]
    public async Task What_the_central_holds_back_is_mirrored_for_whoever_looks_at_the_host()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var mirror = Path.Combine(edge.Var, "circuit-breaker.state");
        central.Commands = "BREAKER_STATE=open\nBREAKER_OPENED_AT=2026-05-19T10:00:00.000Z\nBREAKER_NOTIFIED=5\nBREAKER_PARKED=7\nBREAKER_REASON=5_messages_within_30_min\n";

        (await edge.AgentAsync("report")).Ends(0);
        const string open = "STATE=open\nOPENED_AT=2026-05-19T10:00:00.000Z\nNOTIFIED=5\nPARKED=7\nREASON=5_messages_within_30_min\n";
        Assert.Equal(open, await File.ReadAllTextAsync(mirror));
        Assert.Contains("parked since 2026-05-19T10:00:00.000Z, 7 changes, 5_messages_within_30_min", (await edge.AgentAsync("status")).Ends(0).Output, StringComparison.Ordinal);

        // A central that says nothing of it, or a word that is none, changes nothing.
        foreach (var said in (string[])["", "BREAKER_STATE=ajar\n"])
        {
            central.Commands = said;
            (await edge.AgentAsync("report")).Ends(0);
            Assert.Equal(open, await File.ReadAllTextAsync(mirror));
        }

        central.Commands = "BREAKER_STATE=closed\n";
        (await edge.AgentAsync("report")).Ends(0);
        Assert.Equal("STATE=closed\nOPENED_AT=\nNOTIFIED=\nPARKED=\nREASON=\n", await File.ReadAllTextAsync(mirror));
        Assert.Contains("told one by one", (await edge.AgentAsync("status")).Ends(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OXPULSE_REPORT_INTERVAL", "1")]
    [InlineData("OXPULSE_SAMPLE_INTERVAL", "abc")]
    [InlineData("OXPULSE_TG_MIN_INTERVAL", "-5")]
    [InlineData("OXPULSE_BACKEND_PORT", "70000")]
    public async Task A_bad_number_stops_the_start_with_its_name(string name, string value)
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        edge.Environment[name] = value;

        Assert.Contains(name, (await edge.AgentAsync("status")).Ends(2).Errors, StringComparison.Ordinal);
    }
}

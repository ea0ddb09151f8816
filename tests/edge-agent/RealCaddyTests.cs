using System.Net;
using System.Net.Sockets;
using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

/// <summary>The real proxy with the agent's own configuration, before upstreams that come and go. Addresses below 127.77 are the tests' own.</summary>
public sealed class RealCaddyTests
{
    [CaddyFact]
    public async Task What_the_proxy_sees_of_its_upstreams_is_in_the_reports_through_a_reinstallation()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        central.Config["AWG_MOTHERLY_AWG_IP"] = "127.77.1.2";
        await using var caddy = await RealCaddy.StartAsync(edge.Folder, "127.77.1.1");
        var site = $"http://127.77.1.1:{FreePort()}";
        UseCaddy(edge, caddy, site);
        edge.Environment["OXPULSE_XRAY_UPSTREAM"] = "127.77.1.3:3080";
        edge.Environment["OXPULSE_SAMPLE_INTERVAL"] = "1";
        var awg = await UpstreamAsync("127.77.1.2", 8907);
        await using var xray = await UpstreamAsync("127.77.1.3", 3080);
        await edge.InstalledAsync();

        using (var loop = edge.Start(edge.Agent, "run"))
        {
            await ReportedAsync(central, "127.77.1.2:8907", 1);
            Assert.Equal("awg", await ServedAsync(site));

            await awg.DisposeAsync();
            await ReportedAsync(central, "127.77.1.2:8907", 0);
            Assert.Equal("change", central.Reports.Last(report => report.Files.ContainsKey("upstreams"))["reason"]);
            Assert.Contains(EdgeHost.Gauge("127.77.1.3:3080", 1), central.Reports.Last().Files["upstreams"], StringComparison.Ordinal);
            Assert.Equal("xray", await ServedAsync(site));
            loop.Kill(entireProcessTree: true);
            await loop.WaitForExitAsync();
        }

        var key = edge.ReadEtc("reality.priv");
        (await edge.RunAsync(Path.Combine(edge.Root, "root/uninstall.sh"), "--yes", "--keep-backups")).Ends(0);
        awg = await UpstreamAsync("127.77.1.2", 8907);
        (await edge.InstallAsync("--restore")).Ends(0);
        Assert.Equal(key, edge.ReadEtc("reality.priv"));
        Assert.Single(central.To("POST /api/partner/register"));
        using (var loop = edge.Start(edge.Agent, "run"))
        {
            await ReportedAsync(central, "127.77.1.2:8907", 1);
            Assert.Equal("n1", central.Reports.Last()["node_id"]);
            loop.Kill(entireProcessTree: true);
            await loop.WaitForExitAsync();
        }

        await awg.DisposeAsync();
    }

    [CaddyFact]
    public async Task A_template_that_caddy_does_not_take_changes_nothing()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var before = edge.Snapshot();
        central.Epoch = 13;
        central.Files["templates/Caddyfile.tmpl"] = "{{CADDY_SITE}} {\n\treverse_proxi 127.0.0.1:1\n}\n";

        (await edge.AgentAsync("refresh")).Ends(7);

        Assert.Equal(before, edge.Snapshot());
        Assert.Contains("failed_at_render: Caddyfile:", central.To("POST /api/partner/node-config/applied").Last().Body, StringComparison.Ordinal);
        Assert.Equal("active", edge.Status("xray"));
    }

    [CaddyFact]
    public async Task A_configuration_that_the_running_proxy_refuses_is_rolled_back()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        central.Config["AWG_MOTHERLY_AWG_IP"] = "127.77.2.2";
        await using var caddy = await RealCaddy.StartAsync(edge.Folder, "127.77.2.1");
        UseCaddy(edge, caddy, $"http://127.77.2.1:{FreePort()}");
        await edge.InstalledAsync();
        var before = edge.Snapshot();
        // Valid, but somebody else holds the port: only the running proxy can tell.
        var port = FreePort();
        await using var taken = await UpstreamAsync("127.77.2.9", port);
        central.Epoch = 13;
        edge.Environment["OXPULSE_CADDY_SITE"] = $"http://127.77.2.9:{port}";

        (await edge.AgentAsync("refresh")).Ends(7);

        Assert.Equal(before, edge.Snapshot());
        Assert.Contains("\"epoch\":13,\"result\":\"rolled_back\",\"error\":\"Caddyfile: Caddy refuses it", central.To("POST /api/partner/node-config/applied").Last().Body, StringComparison.Ordinal);
        using var http = new HttpClient();
        Assert.Contains("caddy_reverse_proxy_upstreams_healthy", await http.GetStringAsync(caddy.Metrics), StringComparison.Ordinal);
    }

    [CaddyFact]
    public async Task A_proxy_without_its_configuration_gets_it_again_at_the_next_refresh()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        central.Config["AWG_MOTHERLY_AWG_IP"] = "127.77.3.2";
        edge.Environment["OXPULSE_CADDY_SITE"] = $"http://127.77.3.1:{FreePort()}";
        edge.Environment["OXPULSE_CADDY_ADMIN"] = "127.77.3.1:2019";
        edge.Environment["OXPULSE_METRICS_SRC"] = "http://127.77.3.1:2019/metrics";
        await edge.InstalledAsync();
        Assert.Equal("0", central.Reports.Last()["upstreams_ok"]);

        await using var caddy = await RealCaddy.StartAsync(edge.Folder, "127.77.3.1");
        (await edge.AgentAsync("refresh")).Ends(0);

        using var http = new HttpClient();
        await Wait.UntilAsync(
            async () => (await http.GetStringAsync(caddy.Metrics)).Contains("upstream=\"127.77.3.2:8907\"", StringComparison.Ordinal),
            () => "the proxy has the agent's upstreams",
            TimeSpan.FromSeconds(60));
    }

    private static void UseCaddy(EdgeHost edge, RealCaddy caddy, string site)
    {
        edge.Environment["OXPULSE_CADDY_ADMIN"] = caddy.Admin;
        edge.Environment["OXPULSE_METRICS_SRC"] = caddy.Metrics.ToString();
        edge.Environment["OXPULSE_CADDY_SITE"] = site;
        edge.Environment["OXPULSE_HEALTH_INTERVAL"] = "1";
    }

    private static async Task<ScriptedServer> UpstreamAsync(string address, int port)
    {
        var name = port == 8907 ? "awg" : "xray";
        var upstream = new ScriptedServer(_ => new Answer(200, name), address, port);
        await upstream.StartAsync();
        return upstream;
    }

    private static async Task<string> ServedAsync(string site)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(site));
    }

    /// <summary>One that nobody holds at any address: Caddy listens at all of them.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task ReportedAsync(Central central, string upstream, int value)
    {
        var before = central.Reports.Count();
        return Wait.UntilAsync(
            () => Task.FromResult(central.Reports.Skip(before).Any(report => report.Files.GetValueOrDefault("upstreams", "").Contains(EdgeHost.Gauge(upstream, value), StringComparison.Ordinal))),
            () => $"a report says {value} of {upstream}; the last said:\n{central.Reports.Last().Files.GetValueOrDefault("upstreams", "nothing")}",
            TimeSpan.FromSeconds(90));
    }
}

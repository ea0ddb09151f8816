using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

public sealed class HealthcheckTests
{
    [Fact]
    public async Task Each_check_is_green_or_red_and_the_exit_code_counts_the_red_ones()
    {
        await using var central = await Central.StartAsync();
        await using var tunnel = new ScriptedServer(_ => new Answer(200));
        await tunnel.StartAsync();
        using var edge = new EdgeHost(central);
        await File.WriteAllTextAsync(edge.Metrics, EdgeHost.Gauge("xray-client:3080", 1));
        edge.Environment["OXPULSE_CH1_CANARY_URL"] = tunnel.Address.ToString();
        central.Config.Remove("AWG_ALLOCATED_IP");
        await edge.InstalledAsync();
        var check = Path.Combine(edge.Sbin, "oxpulse-partner-edge-healthcheck");

        var healthy = await edge.RunAsync(check, "--snapshot");
        var lines = healthy.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(22, lines.Length);
        Assert.All(lines, (line, index) => Assert.Matches($"^check_{index + 1:D2}_[a-z0-9_]+=(GREEN|RED)$", line));
        // Nobody runs the loop in this test.
        Assert.Equal(["check_17_service_active=RED"], lines.Where(line => line.EndsWith("RED", StringComparison.Ordinal)));
        Assert.Equal(1, healthy.ExitCode);

        File.SetUnixFileMode(Path.Combine(edge.Etc, "token"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await File.AppendAllTextAsync(Path.Combine(edge.Etc, "Caddyfile"), "# by hand\n");
        await File.AppendAllTextAsync(edge.Agent, "# by hand\n");
        await File.WriteAllTextAsync(edge.Metrics, EdgeHost.Gauge("xray-client:3080", 0));
        central.ServiceToken = "stkn_" + new string('x', 43);
        var ill = await edge.RunAsync(check, "--snapshot");

        Assert.Equal(
            ["check_03_token_mode", "check_04_token_accepted", "check_09_upstream_healthy", "check_10_caddyfile_hash", "check_17_service_active", "check_19_support_scripts"],
            ill.Output.Split('\n').Where(line => line.EndsWith("=RED", StringComparison.Ordinal)).Select(line => line[..^4]));
        Assert.Equal(6, ill.ExitCode);
        Assert.Contains("401 invalid_token", (await edge.RunAsync(check)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Locally_the_central_is_not_asked()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var before = central.Calls.Count;

        await edge.AgentAsync("healthcheck", "--local");

        Assert.Equal(before, central.Calls.Count);
    }

    [Fact]
    public async Task Serveability_says_ok_or_down_for_each_tunnel()
    {
        await using var central = await Central.StartAsync();
        await using var tunnel = new ScriptedServer(_ => new Answer(200));
        await tunnel.StartAsync();
        using var edge = new EdgeHost(central);
        edge.Environment["OXPULSE_CH1_CANARY_URL"] = tunnel.Address.ToString();
        await edge.InstalledAsync();

        Assert.Equal("ch1=OK\nch2=DOWN\n", (await edge.AgentAsync("serveability")).Ends(0).Output);
    }
}

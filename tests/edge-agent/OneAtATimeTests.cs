using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

public sealed class OneAtATimeTests
{
    [Fact]
    public async Task Two_runs_at_once_send_one_report()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var arrived = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        central.Script = call =>
        {
            if (call.IsReport)
            {
                arrived.TrySetResult();
                go.Task.Wait();
            }

            return null;
        };

        var first = edge.AgentAsync("report");
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var second = (await edge.AgentAsync("report")).Ends(0);
        go.SetResult();
        (await first).Ends(0);

        Assert.Contains("another run is at work", second.Output, StringComparison.Ordinal);
        Assert.Equal(["1", "2"], central.Reports.Select(report => report["seq"]));
        Assert.False(File.Exists(Path.Combine(edge.State, "work.lock")));
    }

    [Fact]
    public async Task A_run_that_was_killed_leaves_its_report_to_the_next_and_no_lock()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        central.Script = call => call.IsReport ? Answer.Silence : null;
        using (var killed = edge.Start(edge.Agent, "report"))
        {
            await Wait.UntilAsync(() => central.Reports.Count() == 2, "the report is on its way");
            killed.Kill(entireProcessTree: true);
            await killed.WaitForExitAsync();
        }

        central.Script = _ => null;
        (await edge.AgentAsync("report")).Ends(0);

        Assert.Equal(["1", "2", "3", "2"], central.Reports.Select(report => report["seq"]));
    }

    [Theory]
    [InlineData("999999 {0} 1")]
    [InlineData("{1} another-boot 1")]
    [InlineData("{1} {0} 1")]
    public async Task A_lock_of_a_process_that_is_no_more_is_broken(string content)
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var boot = (await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id")).Trim();
        await File.WriteAllTextAsync(
            Path.Combine(edge.State, "work.lock"), string.Format(System.Globalization.CultureInfo.InvariantCulture, content, boot, Environment.ProcessId) + "\n");

        (await edge.AgentAsync("report")).Ends(0);

        Assert.Equal("2", central.Reports.Last()["seq"]);
    }

    [Fact]
    public async Task The_loop_reports_its_start_a_change_at_once_and_its_stop()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await File.WriteAllTextAsync(edge.Metrics, EdgeHost.Gauge("xray-client:3080", 1));
        await edge.InstalledAsync();
        edge.Environment["OXPULSE_SAMPLE_INTERVAL"] = "1";
        using var loop = edge.Start(edge.Agent, "run");
        await Wait.UntilAsync(() => central.Reports.Count() == 2, "the loop has reported its start");

        var second = (await edge.AgentAsync("run")).Ends(4);
        Assert.Contains("runs already", second.Errors, StringComparison.Ordinal);

        edge.ShowMetrics(EdgeHost.Gauge("xray-client:3080", 0));
        await Wait.UntilAsync(() => central.Reports.Count() == 3, "the change is reported");
        await EdgeHost.TerminateAsync(loop);

        Assert.Equal(0, loop.ExitCode);
        Assert.Equal(["start", "start", "change", "stop"], central.Reports.Select(report => report["reason"]));
        Assert.Equal("1", central.Reports.ElementAt(2)["service_active"]);
        Assert.Contains("} 0\n", central.Reports.ElementAt(2).Files["upstreams"], StringComparison.Ordinal);
    }
}

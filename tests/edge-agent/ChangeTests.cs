using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

/// <summary>A change waits neither for the next minute nor for what is older.</summary>
public sealed class ChangeTests
{
    [Fact]
    public async Task A_change_that_was_not_delivered_is_sent_again_as_it_was_until_the_central_has_it()
    {
        await using var central = await Central.StartAsync();
        using var edge = await LoopingAsync(central);
        using var loop = edge.Start(edge.Agent, "run");
        await Wait.UntilAsync(() => central.Reports.Count() == 2, "the loop has reported its start");

        var refusals = 0;
        central.Script = call => call.IsReport && refusals++ < 2 ? new Answer(503, "ERROR=storage_unavailable\n") : null;
        edge.ShowMetrics(EdgeHost.Gauge("xray-client:3080", 0));
        await Wait.UntilAsync(() => central.Reports.Count() == 5, "the change has been sent for the third time");
        await Wait.UntilAsync(() => Kept(edge) == 0, "the change is delivered");
        await EdgeHost.TerminateAsync(loop);

        var reports = central.Reports.Skip(2).ToList();
        Assert.Equal([("3", "change"), ("3", "change"), ("3", "change"), ("4", "stop")], reports.Select(report => (report["seq"], report["reason"])));
        Assert.Single(reports.Take(3).Select(report => (report["sent_at"], report["undelivered"], report.Files["upstreams"])).Distinct());
        Assert.Equal("0", reports[^1]["undelivered"]);
    }

    [Fact]
    public async Task A_change_is_reported_before_older_reports_are()
    {
        await using var central = await Central.StartAsync();
        using var edge = await LoopingAsync(central);
        central.Script = call => call.IsReport ? new Answer(503) : null;
        for (var report = 2; report <= 4; report++)
            (await edge.AgentAsync("report")).Ends(0);
        var before = central.Reports.Count();

        central.Script = call =>
        {
            if (call.IsReport && call["seq"] == "4")
                edge.ShowMetrics(EdgeHost.Gauge("xray-client:3080", 0));
            return null;
        };
        using var loop = edge.Start(edge.Agent, "run");
        await Wait.UntilAsync(() => central.Reports.Skip(before).Any(report => report["reason"] == "change") && Kept(edge) == 0, "all is delivered");
        await EdgeHost.TerminateAsync(loop);

        Assert.Equal(["5", "4", "6", "3", "2", "7"], central.Reports.Skip(before).Select(report => report["seq"]));
    }

    [Fact]
    public async Task Nothing_is_sent_again_that_is_delivered()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        (await edge.AgentAsync("report")).Ends(0);

        (await edge.AgentAsync("report", "--again")).Ends(0);

        Assert.Equal(["1", "2"], central.Reports.Select(report => report["seq"]));
    }

    private static async Task<EdgeHost> LoopingAsync(Central central)
    {
        var edge = new EdgeHost(central);
        await File.WriteAllTextAsync(edge.Metrics, EdgeHost.Gauge("xray-client:3080", 1));
        await edge.InstalledAsync();
        edge.Environment["OXPULSE_SAMPLE_INTERVAL"] = "1";
        return edge;
    }

    private static int Kept(EdgeHost edge) => Directory.EnumerateDirectories(Path.Combine(edge.State, "spool")).Count();
}

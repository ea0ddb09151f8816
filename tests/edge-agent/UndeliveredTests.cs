using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

public sealed class UndeliveredTests
{
    [Fact]
    public async Task What_an_absent_central_did_not_get_is_counted_and_caught_up_newest_first()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        edge.Environment["OXPULSE_CALL_TIMEOUT"] = "2";
        Answer[] troubles = [new(503, "ERROR=storage_unavailable\n"), Answer.Silence, Answer.Cut];
        foreach (var trouble in troubles)
        {
            central.Script = call => call.IsReport ? trouble : null;
            (await edge.AgentAsync("report")).Ends(0);
        }

        var before = central.Reports.Count();
        central.Script = _ => null;
        (await edge.AgentAsync("report")).Ends(0);
        (await edge.AgentAsync("report")).Ends(0);

        var after = central.Reports.Skip(before).ToList();
        Assert.Equal([("5", "3"), ("4", "2"), ("3", "1"), ("2", "0"), ("6", "0")], after.Select(report => (report["seq"], report["undelivered"])));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(edge.State, "spool")));
    }

    [Fact]
    public async Task An_answer_that_is_no_line_format_counts_as_no_answer()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        central.Script = call => call.IsReport ? new Answer(200, "<html>a proxy's page</html>\n") : null;

        Assert.Contains("refused", (await edge.AgentAsync("report")).Ends(0).Errors, StringComparison.Ordinal);

        central.Script = _ => null;
        (await edge.AgentAsync("report")).Ends(0);
        Assert.Equal("1", central.Reports.First(report => report["seq"] == "3")["undelivered"]);
    }

    [Fact]
    public async Task At_most_five_hundred_are_kept_the_newest()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var spool = Path.Combine(edge.State, "spool");
        for (var second = 0; second < 520; second++)
        {
            var kept = Directory.CreateDirectory(Path.Combine(spool, $"{1_600_000_000 + second:D11}-{second:D9}")).FullName;
            await File.WriteAllTextAsync(Path.Combine(kept, "fields"), $"node_id=n1\nseq={second}\nboot_id=b\n");
        }

        central.Script = call => call.IsReport ? new Answer(503) : null;
        (await edge.AgentAsync("report")).Ends(0);

        var left = Directory.EnumerateDirectories(spool).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(500, left.Count);
        Assert.StartsWith("01600000021-", left[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_the_central_cannot_take_is_not_sent_again()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        central.Script = call => call.IsReport && call["seq"] == "2" ? new Answer(422, "ERROR=schema_unsupported\n") : null;

        Assert.Contains("422 schema_unsupported", (await edge.AgentAsync("report")).Ends(1).Errors, StringComparison.Ordinal);
        (await edge.AgentAsync("report")).Ends(0);

        Assert.Equal(["1", "2", "3"], central.Reports.Select(report => report["seq"]));
    }

    [Fact]
    public async Task An_edge_that_is_cut_off_for_three_minutes_tells_its_operators_itself_once()
    {
        await using var central = await Central.StartAsync();
        await using var operators = new ScriptedServer(_ => new Answer(200));
        await operators.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        edge.Environment["OXPULSE_TG_WEBHOOK"] = $"{operators.Address}hook";
        central.Script = call => call.IsReport ? new Answer(503) : null;

        (await edge.AgentAsync("report")).Ends(0);
        Assert.Empty(operators.Calls);
        await File.WriteAllTextAsync(Path.Combine(edge.State, "away-since"), $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 181}\n");
        (await edge.AgentAsync("report")).Ends(0);
        (await edge.AgentAsync("report")).Ends(0);

        Assert.Matches("^\\{\"message\":\"\\[n1\\] central unreachable for 18[0-9]s\"\\}$", Assert.Single(operators.Calls).Body);
    }
}

using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

public sealed class CommandTests
{
    [Fact]
    public async Task A_command_is_carried_out_once_and_acknowledged_however_often_it_comes()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        central.Epoch = 13;
        central.Commands = "COMMAND=c-91,refresh_config,13\nCOMMAND=c-92,set_interval,30\n";

        (await edge.AgentAsync("report")).Ends(0);
        (await edge.AgentAsync("report")).Ends(0);
        central.Commands = "";
        (await edge.AgentAsync("report")).Ends(0);
        (await edge.AgentAsync("report")).Ends(0);

        Assert.Single(central.To("GET /api/partner/node-config"));
        var acknowledged = central.Reports.Skip(1).Select(report => report.Fields.GetValueOrDefault("commands_done")).ToList();
        Assert.Equal([null, "c-91,c-92", "c-91,c-92", null], acknowledged);
        Assert.Equal("13", central.Reports.Last()["epoch_applied"]);
    }

    [Fact]
    public async Task An_acknowledgement_that_did_not_arrive_is_sent_again()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        central.Commands = "COMMAND=c-1,probe_now,\n";
        (await edge.AgentAsync("report")).Ends(0);
        central.Commands = "";
        central.Script = call => call.IsReport ? new Answer(503) : null;
        (await edge.AgentAsync("report")).Ends(0);
        central.Script = _ => null;
        (await edge.AgentAsync("report")).Ends(0);

        Assert.Equal("c-1", central.Reports.First(report => report["seq"] == "4")["commands_done"]);
    }

    [Fact]
    public async Task Each_word_does_what_it_says()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();

        async Task<Call> AfterAsync(string command)
        {
            central.Commands = $"COMMAND={command}\n";
            (await edge.AgentAsync("report", "--reason", "tick")).Ends(0);
            central.Commands = "";
            (await edge.AgentAsync("report", "--reason", "tick")).Ends(0);
            return central.Reports.Last();
        }

        Assert.Equal("1", (await AfterAsync("c-1,hold,planned"))["hold"]);
        Assert.Equal("0", (await AfterAsync("c-2,unhold,"))["hold"]);
        Assert.Contains("probes", (await AfterAsync("c-3,probe_now,")).Files.Keys);
        Assert.DoesNotContain("probes", (await AfterAsync("c-4,levitate,")).Files.Keys);
        Assert.Equal("c-5", (await AfterAsync("c-5,deploy_everything,now"))["commands_done"]);
    }

    [Fact]
    public async Task A_new_token_counts_once_the_central_knows_it()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var old = central.ServiceToken;
        var wrong = "stkn_" + new string('w', 43);
        central.Commands = $"COMMAND=c-1,rotate_service_token,{wrong}\n";
        (await edge.AgentAsync("report")).Ends(0);
        Assert.Equal(old + "\n", edge.ReadEtc("token"));

        var right = "stkn_" + new string('r', 43);
        central.Script = call => call.Bearer == right ? new Answer(200, "OK=1\n") : null;
        central.Commands = $"COMMAND=c-2,rotate_service_token,{right}\n";
        (await edge.AgentAsync("report")).Ends(0);
        Assert.Equal(right + "\n", edge.ReadEtc("token"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(edge.Etc, "token")));
    }

    [Fact]
    public async Task A_node_that_is_out_of_service_reports_no_more()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        // Whoever answers so for another reason has not said that.
        central.Script = call => call.IsReport ? new Answer(410, "ERROR=somebody_else\n") : null;
        (await edge.AgentAsync("report")).Ends(1);
        central.Script = call => call.IsReport ? new Answer(410, "ERROR=node_retired\n") : null;
        (await edge.AgentAsync("report")).Ends(1);
        var before = central.Reports.Count();
        Assert.Equal(3, before);

        (await edge.AgentAsync("report")).Ends(0);

        Assert.Equal(before, central.Reports.Count());
    }
}

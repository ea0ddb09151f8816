using System.Text.Json.Nodes;
using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

/// <summary>What an edge sees of its peers. Addresses below 127.77.30 are the tests' own.</summary>
public sealed class PeerTests
{
    [Fact]
    public async Task Peers_of_the_roster_are_probed_in_turn_and_told_with_the_cross_probe_token()
    {
        await using var central = await Central.StartAsync();
        await using var well = new TlsServer("127.77.30.2");
        await using var other = new TlsServer("127.77.30.4");
        using var edge = new EdgeHost(central);
        central.Script = Roster(("n2", "127.77.30.2", well.Port), ("n3", "127.77.30.3", well.Port), ("n4", "127.77.30.4", other.Port));
        await edge.InstalledAsync();
        var before = Seen(central).Count;

        (await edge.AgentAsync("report")).Ends(0);
        (await edge.AgentAsync("report")).Ends(0);

        var seen = Seen(central)[before..];
        Assert.Equal(4, seen.Count);
        Assert.All(seen, one => Assert.Equal(("n1", "coturn-tls", "peer", one.Target != "n3", one.Target != "n3"), (one.Prober, one.Channel, one.Mode, one.Ok, one.Ms > 0)));
        // Two at a time, going on where the last round ended.
        Assert.Equal(["n2", "n3", "n4"], seen.Select(one => one.Target).Distinct().Order());
        Assert.All(central.To("POST /api/partner/channel-health"), call => Assert.Equal("xprb_abc.def", call.Bearer));
        Assert.Single(central.To("GET /api/partner/cross-probe-token"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(edge.State, "peers")));
    }

    [Fact]
    public async Task A_token_that_is_no_longer_good_is_fetched_anew()
    {
        await using var central = await Central.StartAsync();
        await using var well = new TlsServer("127.77.30.5");
        using var edge = new EdgeHost(central);
        var answers = Roster(("n2", "127.77.30.5", well.Port));
        central.Script = answers;
        await edge.InstalledAsync();
        central.Script = call => call.Route == "POST /api/partner/channel-health" ? new Answer(401, "ERROR=invalid_token\n") : answers(call);
        (await edge.AgentAsync("report")).Ends(0);
        central.Script = answers;
        var before = central.To("GET /api/partner/cross-probe-token").Count();

        (await edge.AgentAsync("report")).Ends(0);

        Assert.Equal(before + 1, central.To("GET /api/partner/cross-probe-token").Count());
        Assert.True(Seen(central)[^1].Ok);
    }

    [Theory]
    [InlineData("-oProxy")]
    [InlineData("host/../path")]
    [InlineData("a@b")]
    public async Task A_host_that_is_none_is_left_alone(string host)
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        central.Script = Roster(("n2", host, 443));
        await edge.InstalledAsync();

        (await edge.AgentAsync("report")).Ends(0);

        Assert.Empty(Seen(central));
    }

    [Fact]
    public async Task None_are_probed_where_that_is_asked_for()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        central.Script = Roster(("n2", "127.77.30.9", 443));
        edge.Environment["OXPULSE_PEER_PROBE_MAX"] = "0";
        await edge.InstalledAsync();

        (await edge.AgentAsync("report")).Ends(0);

        Assert.Empty(central.To("GET /api/partner/cross-probe-token"));
    }

    /// <summary>Answers with that roster of peers.</summary>
    private static Func<Call, Answer?> Roster(params (string Node, string Host, int Port)[] peers) => call => call.Route switch
    {
        "GET /api/partner/cross-probe-token" => new Answer(200, "CROSS_PROBE_TOKEN=xprb_abc.def\nEXPIRES_IN=604800\n" + string.Concat(peers.Select((peer, i) =>
            $"PEER_ROSTER_{i}_NODE_ID={peer.Node}\nPEER_ROSTER_{i}_TURNS_HOST={peer.Host}\nPEER_ROSTER_{i}_TURNS_PORT={peer.Port}\n"))),
        "POST /api/partner/channel-health" => new Answer(200, "OK=1\n"),
        _ => null,
    };

    private static List<(string? Prober, string? Target, string? Channel, string? Mode, bool Ok, int Ms)> Seen(Central central) =>
    [
        .. central.To("POST /api/partner/channel-health").Select(call => JsonNode.Parse(call.Body)!).Select(body => (
            (string?)body["prober_node_id"], (string?)body["target_node_id"], (string?)body["channel_name"], (string?)body["probe_mode"], (bool)body["handshake_ok"]!, (int)body["rtt_ms"]!)),
    ];
}

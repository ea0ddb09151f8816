using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Vespid.Tests.EdgeAgent.Support;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;
using Machine = Vespid.Tests.EdgeAgent.Support.EdgeHost;
using Wait = Vespid.Tests.Integration.Support.Wait;

namespace Vespid.Tests.Integration;

/// <summary>
/// The whole way, nothing faked but the vendor: the scripts of an edge and Debian's Caddy on one side, the program in its process on the other, Telegram
/// behind it. Addresses below 127.77.20 are the tests' own.
/// </summary>
public sealed class EdgesEndToEndTests : IAsyncLifetime
{
    private const string Chat = "-100200";
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TemporaryFolder _data = new();
    private FakeTelegram _telegram = null!;
    private HostProcess _central = null!;
    private EdgeFleet _fleet = null!;

    public async Task InitializeAsync()
    {
        _telegram = await FakeTelegram.StartAsync();
        _central = await HostProcess.StartReadyAsync(
            _data.Path,
            PortOffsets.Take(),
            new Dictionary<string, string> { ["TELEGRAM_API_BASE_URL"] = _telegram.Url.ToString(), ["OXPULSE_TG_CHAT"] = Chat, ["TG_TOKEN"] = _telegram.BotToken },
            "--no-demo");
    }

    public async Task DisposeAsync()
    {
        _fleet?.Dispose();
        await _central.DisposeAsync();
        await _telegram.DisposeAsync();
        _data.Dispose();
    }

    [CaddyFact]
    public async Task An_outage_is_one_message_within_ninety_seconds_its_end_another_and_a_reinstallation_none()
    {
        var edge = await StartFleetAsync("127.77.20");
        using var machine = edge.Machine;
        await using var caddy = edge.Caddy;
        await using var awg = await UpstreamAsync("127.77.20.2", 8907);
        var xray = await UpstreamAsync("127.77.20.3", 3080);
        var (node, token) = await InstalledAsync(machine);
        var identity = machine.Snapshot();
        await using (var loop = new Loop(machine))
        {
            await SeesAsync(node, "127.77.20.2:8907", "healthy");
            await SeesAsync(node, "127.77.20.3:3080", "healthy");
            Assert.Equal(("online", "healthy"), await StateAsync(node));

            await xray.DisposeAsync();
            var down = await ToldAsync(1);
            Assert.StartsWith("[edge-c] TRANSITION upstream=127.77.20.3:3080 healthy -> unhealthy\n", down, StringComparison.Ordinal);
            await SeesAsync(node, "127.77.20.3:3080", "unhealthy");
            Assert.Equal("degraded", (await StateAsync(node)).Verdict);

            xray = await UpstreamAsync("127.77.20.3", 3080);
            Assert.StartsWith("[edge-c] TRANSITION upstream=127.77.20.3:3080 unhealthy -> healthy", await ToldAsync(2), StringComparison.Ordinal);
        }

        // The history knows of both, each told alone, and how long that took.
        var told = (await _fleet.AsOperatorAsync(HttpMethod.Get, $"/api/edges/{node}/events?limit=200")).Expect(200).Json["events"]!.AsArray().Where(item => item!["alert"] is not null).Reverse().ToList();
        Assert.Equal(["UPSTREAM_DOWN", "UPSTREAM_UP"], told.Select(item => (string)item!["alert"]!));
        foreach (var outcome in told.Select(item => Assert.Single(item!["outcomes"]!.AsArray())!))
        {
            Assert.Equal(("default", "alone"), ((string?)outcome["receiver"], (string?)outcome["outcome"]));
            Assert.InRange((long)outcome["delayMs"]!, 0, (long)Promise.TotalMilliseconds);
        }

        (await machine.RunAsync(Path.Combine(machine.Root, "root/uninstall.sh"), "--yes", "--keep-backups")).Ends(0);
        Assert.False(Directory.Exists(machine.Etc));
        (await machine.InstallAsync("--restore")).Ends(0);
        Assert.Equal((node, token), (NodeOf(machine), machine.ReadEtc("token").Trim()));
        foreach (var file in new[] { "reality.priv", "reality.pub", "reality.uuid", "awg-private.key", "awg-public.key" })
            Assert.Equal((file, identity[file]), (file, machine.ReadEtc(file)));
        await using (new Loop(machine))
        {
            await SeesAsync(node, "127.77.20.3:3080", "healthy");
            Assert.Equal(node, (string?)Assert.Single((await _fleet.AsOwnerAsync(HttpMethod.Get, "/api/edges")).Json["edges"]!.AsArray())!["nodeId"]);
            Assert.Contains(await _fleet.EventsAsync(node), item => (string?)item!["type"] == "reattached");
            Assert.Equal(["redeemed"], (await _fleet.AsOwnerAsync(HttpMethod.Get, $"/api/partners/{_fleet.Partner}/tokens")).Json["tokens"]!.AsArray().Select(item => (string?)item!["status"]));
        }

        Assert.Equal(2, _telegram.Sent.All.Count);
        Assert.All(_telegram.Sent.All, sent => Assert.Equal(Chat, sent.ChatId));
        await xray.DisposeAsync();
    }

    [CaddyFact]
    public async Task A_configuration_that_does_not_render_is_told_back_and_the_one_before_it_restored()
    {
        var edge = await StartFleetAsync("127.77.21");
        using var machine = edge.Machine;
        await using var caddy = edge.Caddy;
        await using var awg = await UpstreamAsync("127.77.21.2", 8907);
        await using var xray = await UpstreamAsync("127.77.21.3", 3080);
        var peer = await _fleet.RegisterAsync("peer");
        (await peer.ReportAsync(EdgeFleet.Healthy)).Expect(200);
        var (node, _) = await InstalledAsync(machine);
        // Its peer is nowhere; the central takes that as one voice and says nothing.
        var looked = (await machine.AgentAsync("report")).Ends(0);
        Assert.DoesNotContain("not delivered", looked.Errors, StringComparison.Ordinal);
        Assert.Contains($"PEER_ROSTER_0_NODE_ID={peer.NodeId}\n", await File.ReadAllTextAsync(Path.Combine(machine.State, "peers")), StringComparison.Ordinal);
        Assert.DoesNotContain(await _fleet.EventsAsync(peer.NodeId), item => item!["alert"] is not null);
        await using var loop = new Loop(machine);
        await SeesAsync(node, "127.77.21.3:3080", "healthy");
        Assert.Equal(1, (long)(await EdgeAsync(node))["epochApplied"]!);
        var rendered = machine.ReadEtc("Caddyfile");

        // What no proxy can dial: the agent finds out by its own Caddy, before anything is put in place.
        (await _fleet.AsOperatorAsync(HttpMethod.Put, "/api/edges/catalog", Catalog("https://10.9.0.2/mesh"))).Expect(200);
        JsonNode now = null!;
        await Wait.UntilAsync(
            async () => ((string?)(now = await EdgeAsync(node))["epochError"])?.StartsWith("failed_at_render: Caddyfile:", StringComparison.Ordinal) == true,
            () => $"the agent's reason is shown: {now}", Patience);
        Assert.Equal((2L, 1L), ((long)now["epochIssued"]!, (long)now["epochApplied"]!));
        Assert.Equal(rendered, machine.ReadEtc("Caddyfile"));
        var rollout = (await _fleet.AsOperatorAsync(HttpMethod.Get, "/api/edges/catalog")).Expect(200).Json["rollout"]!;
        Assert.Equal((true, $"it failed on {node}"), ((bool)rollout["halted"]!, (string?)rollout["reason"]));

        (await _fleet.AsOwnerAsync(HttpMethod.Post, $"/api/edges/{node}/config/rollback", new JsonObject { ["epoch"] = 1 })).Expect(201);
        await Wait.UntilAsync(
            async () => (long)(now = await EdgeAsync(node))["epochApplied"]! == 3 && now["epochError"] is null, () => $"what was good before is in effect again: {now}", Patience);
        Assert.Empty(_telegram.Sent.All);
    }

    private static JsonObject Catalog(string mesh)
    {
        var catalog = EdgeFleet.Catalog();
        catalog["awg"] = new JsonObject
        {
            ["motherly_pubkey"] = "YXdnLXB1YmxpYw==", ["motherly_endpoint"] = "198.51.100.1:51820", ["motherly_awg_ip"] = mesh, ["jc"] = 4, ["jmin"] = 40, ["jmax"] = 70, ["s1"] = 10,
            ["s2"] = 20, ["s4"] = 30, ["h1"] = 1001, ["h2"] = 1002, ["h3"] = 1003, ["h4"] = 1004,
        };
        return catalog;
    }

    private static string NodeOf(Machine machine) => machine.ReadEtc("node-config.env").Split('\n').Single(line => line.StartsWith("NODE_ID=", StringComparison.Ordinal))[8..];

    private static async Task<ScriptedServer> UpstreamAsync(string address, int port)
    {
        var upstream = new ScriptedServer(_ => new Answer(200, "well"), address, port);
        await upstream.StartAsync();
        return upstream;
    }

    /// <summary>Caddy listens at all addresses.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<(Machine Machine, RealCaddy Caddy)> StartFleetAsync(string network)
    {
        _fleet = await EdgeFleet.CreateAsync(_central, "edge-c", catalog: Catalog($"{network}.2"));
        var machine = new Machine(null);
        var caddy = await RealCaddy.StartAsync(machine.Folder, $"{network}.1");
        machine.Environment["OXPULSE_BACKEND_URL"] = _central.Ingress.ToString().TrimEnd('/');
        machine.Environment["OXPULSE_CADDY_ADMIN"] = caddy.Admin;
        machine.Environment["OXPULSE_METRICS_SRC"] = caddy.Metrics.ToString();
        machine.Environment["OXPULSE_CADDY_SITE"] = string.Create(CultureInfo.InvariantCulture, $"http://{network}.1:{FreePort()}");
        machine.Environment["OXPULSE_HEALTH_INTERVAL"] = "1";
        machine.Environment["OXPULSE_SAMPLE_INTERVAL"] = "1";
        machine.Environment["OXPULSE_XRAY_UPSTREAM"] = $"{network}.3:3080";
        machine.Environment["OXPULSE_CH1_CANARY_URL"] = $"http://{network}.3:3080/api/health";
        return (machine, caddy);
    }

    private async Task<(string Node, string Token)> InstalledAsync(Machine machine)
    {
        machine.Environment["OXPULSE_PARTNER_TOKEN"] = await _fleet.TokenAsync();
        (await machine.InstallAsync()).Ends(0);
        machine.Environment.Remove("OXPULSE_PARTNER_TOKEN");
        return (NodeOf(machine), machine.ReadEtc("token").Trim());
    }

    private async Task<JsonNode> EdgeAsync(string node) => (await _fleet.AsOwnerAsync(HttpMethod.Get, $"/api/edges/{node}")).Expect(200).Json;

    private async Task<(string? Liveness, string? Verdict)> StateAsync(string node)
    {
        var edge = await EdgeAsync(node);
        return ((string?)edge["liveness"], (string?)edge["verdict"]);
    }

    private Task SeesAsync(string node, string upstream, string state)
    {
        JsonNode? last = null;
        return Wait.UntilAsync(
            async () => (string?)(last = (await EdgeAsync(node))["upstreams"])!.AsArray().FirstOrDefault(item => (string?)item!["name"] == upstream)?["state"] == state,
            () => $"{upstream} is {state}: {last}", Patience);
    }

    /// <summary>So many messages and no more, within what is promised.</summary>
    private async Task<string> ToldAsync(int count)
    {
        await _telegram.Sent.WaitAsync(sent => sent.Count >= count, $"{count} messages are told", Promise);
        Assert.Equal(count, _telegram.Sent.All.Count);
        return _telegram.Sent.All[^1].Text;
    }

    /// <summary>The agent's loop; it is ended as its unit ends it, so that it says that it stops.</summary>
    private sealed class Loop(Machine machine) : IAsyncDisposable
    {
        private readonly System.Diagnostics.Process _process = machine.Start(machine.Agent, "run");

        public async ValueTask DisposeAsync()
        {
            using (var kill = System.Diagnostics.Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync();
            await _process.WaitForExitAsync().WaitAsync(Patience);
            _process.Dispose();
        }
    }
}

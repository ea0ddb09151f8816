using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

public sealed class RefreshTests
{
    [Fact]
    public async Task A_new_epoch_is_rendered_and_told()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        central.Epoch = 13;
        central.Config["BACKEND_ENDPOINT"] = "198.51.100.10:443";

        (await edge.AgentAsync("refresh")).Ends(0);
        (await edge.AgentAsync("refresh")).Ends(0);

        Assert.Contains("\"address\": \"198.51.100.10\"", edge.ReadEtc("xray-client.json"), StringComparison.Ordinal);
        Assert.Contains("\"address\": \"198.51.100.9\"", edge.ReadEtc("previous/xray-client.json"), StringComparison.Ordinal);
        Assert.Equal(["\"12\"", "\"13\""], central.To("GET /api/partner/node-config").Select(call => call.Headers["if-none-match"]));
        Assert.Equal(
            ["""{"node_id":"n1","epoch":12,"result":"applied"}""", """{"node_id":"n1","epoch":13,"result":"applied"}"""],
            central.To("POST /api/partner/node-config/applied").Select(call => call.Body));
    }

    [Fact]
    public async Task The_heartbeat_comes_first_and_depends_on_nothing()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var before = central.Calls.Count;
        central.Script = call => call.Route.StartsWith("GET ", StringComparison.Ordinal) ? new Answer(503) : null;

        (await edge.AgentAsync("refresh")).Ends(0);

        Assert.Equal("POST /api/partner/heartbeat", central.Calls[before].Route);
    }

    public static TheoryData<string, string, string> BrokenTemplates() => new()
    {
        { "xray-client.json", "{ \"inbounds\": [ }\n", "xray" },
        { "xray-client.json", "{ \"port\": \"{{NO_SUCH_KEY}}\" }\n", "xray" },
        { "xray-client.json", "{ \"port\": \"{{NODE_ID\" }\n", "xray" },
        { "awg0.conf", "PrivateKey without a section\n", "awg" },
    };

    [Theory]
    [MemberData(nameof(BrokenTemplates))]
    public async Task A_broken_template_of_a_channel_leaves_everything_as_it_was(string file, string template, string channel)
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var before = edge.Snapshot();
        central.Epoch = 13;
        central.Config["BACKEND_ENDPOINT"] = "198.51.100.10:443";
        central.Files[$"templates/{file}.tmpl"] = template;

        (await edge.AgentAsync("refresh")).Ends(7);

        Assert.Equal(before, edge.Snapshot());
        Assert.Equal("failed_at_render", edge.Status(channel));
        Assert.All(((string[])["xray", "awg"]).Except([channel]), other => Assert.Equal("active", edge.Status(other)));
        var told = central.To("POST /api/partner/node-config/applied").Last().Body;
        Assert.StartsWith($$"""{"node_id":"n1","epoch":13,"result":"failed","error":"failed_at_render: {{file}}: """, told, StringComparison.Ordinal);
        (await edge.AgentAsync("report")).Ends(0);
        Assert.Contains($"{channel}=failed_at_render\n", central.Reports.Last().Files["channels"], StringComparison.Ordinal);

        central.Files.Remove($"templates/{file}.tmpl");
        (await edge.AgentAsync("refresh")).Ends(0);
        Assert.Equal("active", edge.Status(channel));
        Assert.EndsWith("\"epoch\":13,\"result\":\"applied\"}", central.To("POST /api/partner/node-config/applied").Last().Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docker-compose.yml", "services:\n\tcaddy:\n")]
    [InlineData("docker-compose.yml", "services:\n      caddy:\n")]
    [InlineData("hysteria2.yaml", "auth: \"no end\nserver\n")]
    [InlineData("naive.json", "{ \"proxy\": 'x' }\n")]
    public async Task A_broken_template_of_any_kind_is_not_taken(string file, string template)
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        edge.Environment["HYSTERIA2_SERVER"] = "hy2.edges.net";
        edge.Environment["NAIVE_SERVER"] = "naive.edges.net";
        edge.Environment["NAIVE_USERNAME"] = "user";
        edge.Environment["NAIVE_PASSWORD"] = "p@ss:word/+=";
        await edge.InstalledAsync();
        Assert.Contains("https://user:p%40ss%3Aword%2F%2B%3D@naive.edges.net", edge.ReadEtc("naive.json"), StringComparison.Ordinal);
        Assert.Contains("auth: \"hysteria-secret\"", edge.ReadEtc("hysteria2.yaml"), StringComparison.Ordinal);
        var before = edge.Snapshot();
        central.Files[$"templates/{file}.tmpl"] = template;

        (await edge.AgentAsync("refresh")).Ends(7);

        Assert.Equal(before, edge.Snapshot());
        Assert.Contains("\"result\":\"failed\"", central.To("POST /api/partner/node-config/applied").Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_rendering_goes_on_without_the_channel_that_fails()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        central.Files["templates/awg0.conf.tmpl"] = "{{NO_SUCH_KEY}}\n";

        await edge.InstalledAsync();

        Assert.Equal(("active", "failed_at_render"), (edge.Status("xray"), edge.Status("awg")));
        Assert.DoesNotContain(":8907", edge.ReadEtc("Caddyfile"), StringComparison.Ordinal);
        Assert.Contains("\"result\":\"failed\"", central.To("POST /api/partner/node-config/applied").Last().Body, StringComparison.Ordinal);
        Assert.Contains("awg=failed_at_render", central.Reports.Last().Files["channels"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_installation_whose_only_channel_fails_says_so_and_still_reports()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        central.Files["templates/xray-client.json.tmpl"] = "{{NO_SUCH_KEY}}\n";
        edge.Environment["OXPULSE_PARTNER_TOKEN"] = Central.RegistrationToken;

        (await edge.InstallAsync()).Ends(7);
        Assert.Contains("xray=failed_at_render", central.Reports.Last().Files["channels"], StringComparison.Ordinal);

        edge.Environment.Remove("OXPULSE_PARTNER_TOKEN");
        (await edge.InstallAsync("--allow-degraded")).Ends(0);
    }

    [Fact]
    public async Task A_template_with_another_checksum_is_not_taken()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var before = edge.Snapshot();
        central.Files["templates/Caddyfile.tmpl"] = "other.example {\n}\n";
        central.Tampered["templates/Caddyfile.tmpl"] = "evil.example {\n}\n";

        Assert.Contains("templates/Caddyfile.tmpl", (await edge.AgentAsync("refresh")).Ends(0).Errors, StringComparison.Ordinal);

        Assert.Equal(before, edge.Snapshot());
    }

    [Fact]
    public async Task A_run_that_was_cut_off_while_it_replaced_files_is_undone_by_the_next()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        central.Epoch = 13;
        central.Config["BACKEND_ENDPOINT"] = "198.51.100.10:443";
        (await edge.AgentAsync("refresh")).Ends(0);
        await File.WriteAllTextAsync(Path.Combine(edge.Etc, "Caddyfile"), "half of a");
        await File.WriteAllTextAsync(Path.Combine(edge.State, "swapping"), "");
        central.Script = call => call.Route.StartsWith("GET ", StringComparison.Ordinal) ? new Answer(503) : null;

        (await edge.AgentAsync("refresh")).Ends(0);

        Assert.Contains("198.51.100.9", edge.ReadEtc("xray-client.json"), StringComparison.Ordinal);
        Assert.Contains("reverse_proxy", edge.ReadEtc("Caddyfile"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_name_of_the_day_is_the_one_that_everybody_works_out()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        var before = TimeProvider.System.GetUtcNow();
        await edge.InstalledAsync();
        var names = central.Config["REALITY_SERVER_NAMES"].Split(',');
        // Midnight may pass between the two.
        var expected = ((DateTimeOffset[])[before, TimeProvider.System.GetUtcNow()]).Select(day => names[(int)(new BigInteger(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"n1:{day:yyyy-MM-dd}"))), isUnsigned: true, isBigEndian: true) % names.Length)]);

        Assert.Contains(expected, name => edge.ReadEtc("xray-client.json").Contains($"\"serverName\": \"{name}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_of_channels_is_believed_before_the_flat_fields()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        central.Config["CHANNELS"] = "ch1";
        central.Config["CHANNELS_0_PROTOCOL"] = "vless-reality";
        central.Config["CHANNELS_0_HOST"] = "198.51.100.20";
        central.Config["CHANNELS_0_PORT"] = "8443";
        central.Config["CHANNELS_0_XRAY_SERVER_NAMES"] = "only.example";
        central.Config["CHANNELS_0_XRAY_XHTTP_PATH"] = "/other";
        await edge.InstalledAsync();

        var xray = JsonNode.Parse(edge.ReadEtc("xray-client.json"))!["outbounds"]![0]!;
        var server = xray["settings"]!["vnext"]![0]!;
        Assert.Equal(("198.51.100.20", 8443), ((string)server["address"]!, (int)server["port"]!));
        Assert.Equal(central.Config["REALITY_UUID"], (string)server["users"]![0]!["id"]!);
        Assert.Equal("only.example", (string)xray["streamSettings"]!["realitySettings"]!["serverName"]!);
        Assert.Equal("/other", (string)xray["streamSettings"]!["xhttpSettings"]!["path"]!);
    }

    [Theory]
    [InlineData("", "", "skipped")]
    [InlineData("naive.upstream.example.com", "user", "skipped_fixture_host")]
    [InlineData("", "user", "skipped_no_server")]
    [InlineData("naive.edges.net", "", "skipped")]
    [InlineData("naive.edges.net", "user", "active")]
    public async Task An_optional_channel_has_the_word_for_what_it_lacks(string server, string user, string status)
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        edge.Environment["NAIVE_SERVER"] = server;
        edge.Environment["NAIVE_USERNAME"] = user;
        edge.Environment["NAIVE_PASSWORD"] = "secret";

        await edge.InstalledAsync();

        Assert.Equal(status, edge.Status("naive"));
        Assert.Equal(status == "active", edge.ReadEtc("Caddyfile").Contains("127.0.0.1:1080", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Parameters_of_the_mesh_that_are_missing_degrade_it()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        central.Config.Remove("AWG_H3");
        await edge.InstalledAsync();
        Assert.Equal("degraded", edge.Status("awg"));

        central.Script = call => call.Route == "GET /api/partner/awg-params/latest" ? new Answer(200, "EPOCH=7\nCOMPONENT=awg\nJC=5\nH3=1003\n") : null;
        (await edge.AgentAsync("refresh")).Ends(0);

        Assert.Equal("active", edge.Status("awg"));
        Assert.Contains("Jc = 5\n", edge.ReadEtc("awg0.conf"), StringComparison.Ordinal);
        Assert.Equal("""{"node_id":"n1","component":"awg","epoch":7}""", Assert.Single(central.To("POST /api/partner/awg-params/applied")).Body);
    }
}

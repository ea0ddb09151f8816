using System.Text.Json.Nodes;
using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

/// <summary>Each row of the channel deployment matrix: which container it is, whether an installation needs it, and where it gets what it needs.</summary>
public sealed class MatrixTests
{
    [Fact]
    public async Task Row_xray_CH1_always_rendered_and_required_with_parameters_of_the_node_configuration()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        ScriptedDocker.PutBefore(edge);
        await edge.InstalledAsync();

        Assert.Equal("active", edge.Status("xray"));
        Assert.Contains("container_name: oxpulse-partner-xray\n", edge.ReadEtc("docker-compose.yml"), StringComparison.Ordinal);
        Assert.Contains("to xray-client:3080\n", edge.ReadEtc("Caddyfile"), StringComparison.Ordinal);
        var settings = JsonNode.Parse(edge.ReadEtc("xray-client.json"))!["outbounds"]![0]!;
        Assert.Equal(central.Config["REALITY_UUID"], (string?)settings["settings"]!["vnext"]![0]!["users"]![0]!["id"]);
        Assert.Equal(
            (central.Config["REALITY_PUBLIC_KEY"], central.Config["REALITY_SHORT_ID"]),
            ((string?)settings["streamSettings"]!["realitySettings"]!["publicKey"], (string?)settings["streamSettings"]!["realitySettings"]!["shortId"]));

        // Required: an installation without it is none, though the mesh is there.
        using var without = new EdgeHost(central);
        await using var other = await Central.StartAsync();
        other.Files["templates/xray-client.json.tmpl"] = "{{NO_SUCH_KEY}}\n";
        without.Environment["OXPULSE_BACKEND_URL"] = other.Address.ToString().TrimEnd('/');
        without.Environment["OXPULSE_PARTNER_TOKEN"] = Central.RegistrationToken;
        ScriptedDocker.PutBefore(without);
        (await without.InstallAsync()).Ends(7);
        Assert.Equal(("failed_at_render", "active"), (without.Status("xray"), without.Status("awg")));
    }

    [Fact]
    public async Task Row_AWG_mesh_CH2_of_the_host_and_no_reason_to_stop_an_installation()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        ScriptedDocker.PutBefore(edge);
        edge.AddTool("awg-quick", $"#!/bin/sh\nprintf '%s\\n' \"$*\" >>{edge.Folder}/awg-calls\n");
        await edge.InstalledAsync();

        Assert.Equal("active", edge.Status("awg"));
        Assert.DoesNotContain("awg", edge.ReadEtc("docker-compose.yml"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("up awg0", await File.ReadAllLinesAsync(Path.Combine(edge.Folder, "awg-calls")));
        var config = edge.ReadEtc("awg0.conf");
        Assert.Contains($"PrivateKey = {edge.ReadEtc("awg-private.key").Trim()}\n", config, StringComparison.Ordinal);
        Assert.Contains($"PublicKey = {central.Config["AWG_MOTHERLY_PUBKEY"]}\n", config, StringComparison.Ordinal);

        await using var other = await Central.StartAsync();
        using var broken = new EdgeHost(other);
        ScriptedDocker.PutBefore(broken);
        broken.AddTool("awg-quick", "#!/bin/sh\necho 'no such device' >&2\nexit 1\n");
        await broken.InstalledAsync();
        Assert.Equal(("active", "failed_at_setup"), (broken.Status("xray"), broken.Status("awg")));
    }

    [Fact]
    public async Task Row_hysteria2_CH3_optional_skipped_without_its_variables()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        ScriptedDocker.PutBefore(edge);
        await edge.InstalledAsync();
        Assert.Equal("skipped", edge.Status("hysteria2"));
        Assert.DoesNotContain("oxpulse-partner-hy2", edge.ReadEtc("docker-compose.yml"), StringComparison.Ordinal);

        foreach (var (name, value) in new[] { ("SERVER", "hy2.edges.net"), ("PORT", "8443"), ("AUTH", "auth-word"), ("OBFS", "obfs-word") })
            edge.Environment["HYSTERIA2_" + name] = value;
        (await edge.InstallAsync()).Ends(0);

        Assert.Equal("active", edge.Status("hysteria2"));
        Assert.Contains("container_name: oxpulse-partner-hy2\n", edge.ReadEtc("docker-compose.yml"), StringComparison.Ordinal);
        Assert.Contains("to host.docker.internal:18443\n", edge.ReadEtc("Caddyfile"), StringComparison.Ordinal);
        var rendered = edge.ReadEtc("hysteria2.yaml");
        foreach (var line in new[] { "server: \"hy2.edges.net:8443\"\n", "auth: \"auth-word\"\n", "password: \"obfs-word\"\n" })
            Assert.Contains(line, rendered, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_naive_UC5_optional_skipped_without_its_variables()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        ScriptedDocker.PutBefore(edge);
        await edge.InstalledAsync();
        Assert.Equal("skipped", edge.Status("naive"));
        Assert.DoesNotContain("oxpulse-partner-naive", edge.ReadEtc("docker-compose.yml"), StringComparison.Ordinal);

        foreach (var (name, value) in new[] { ("SERVER", "naive.edges.net"), ("SOCKS_PORT", "1090"), ("USERNAME", "user"), ("PASSWORD", "a/b:c") })
            edge.Environment["NAIVE_" + name] = value;
        (await edge.InstallAsync()).Ends(0);

        Assert.Equal("active", edge.Status("naive"));
        Assert.Contains("container_name: oxpulse-partner-naive\n", edge.ReadEtc("docker-compose.yml"), StringComparison.Ordinal);
        Assert.Contains("to 127.0.0.1:1090\n", edge.ReadEtc("Caddyfile"), StringComparison.Ordinal);
        var rendered = JsonNode.Parse(edge.ReadEtc("naive.json"))!;
        Assert.Equal(("socks://127.0.0.1:1090", "https://user:a%2Fb%3Ac@naive.edges.net"), ((string?)rendered["listen"], (string?)rendered["proxy"]));
    }
}

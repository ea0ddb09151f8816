using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

public sealed class InstallTests
{
    [Fact]
    public async Task A_fresh_host_is_an_edge_after_ten_steps()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await File.WriteAllTextAsync(edge.Metrics, EdgeHost.Gauge("xray-client:3080", 1));
        edge.Environment["OXPULSE_PARTNER_TOKEN"] = Central.RegistrationToken;

        var installed = (await edge.InstallAsync("--region=pl-waw")).Ends(0);

        Assert.Contains("[10/10] done\nStep 10/10 done\n", installed.Output, StringComparison.Ordinal);
        var registration = Assert.Single(central.To("POST /api/partner/register"));
        Assert.Equal(Central.RegistrationToken, registration.Bearer);
        Assert.Equal(("edge-c", "partner.example.com", "198.51.100.7", "pl-waw"), (registration["partner_id"], registration["domain"], registration["public_ip"], registration["region"]));
        Assert.Equal("xray,awg", registration["channels_wanted"]);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", registration["reality_public_key"]);
        Assert.Matches("^[A-Za-z0-9+/]{43}=$", registration["awg_pubkey"]);
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$", registration["reality_uuid"]);
        Assert.DoesNotContain("tunnel", registration.Fields.Keys);

        Assert.Equal(central.ServiceToken + "\n", edge.ReadEtc("token"));
        Assert.DoesNotContain("stkn_", edge.ReadEtc("node-config.env"), StringComparison.Ordinal);
        Assert.DoesNotContain("xprb_", edge.ReadEtc("node-config.json"), StringComparison.Ordinal);
        Assert.Equal("active", edge.Status("xray"));
        Assert.Equal("active", edge.Status("awg"));
        Assert.Equal("skipped", edge.Status("hysteria2"));
        Assert.Equal("skipped", edge.Status("naive"));
        Assert.Contains("\"result\":\"applied\"", Assert.Single(central.To("POST /api/partner/node-config/applied")).Body, StringComparison.Ordinal);
        Assert.Equal("start", Assert.Single(central.Reports)["reason"]);
    }

    [Fact]
    public async Task Secrets_are_for_their_owner_only_and_stand_on_no_command_line()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        var lines = Path.Combine(edge.Folder, "command-lines");
        edge.AddTool("curl", $"#!/bin/sh\nprintf '%s\\n' \"$*\" >>{lines}\nexec /usr/bin/curl \"$@\"\n");
        edge.AddTool("openssl", $"#!/bin/sh\nprintf '%s\\n' \"$*\" >>{lines}\nexec /usr/bin/openssl \"$@\"\n");

        await edge.InstalledAsync();
        (await edge.AgentAsync("refresh")).Ends(0);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(edge.Etc));
        foreach (var secret in (string[])["token", "reality.priv", "awg-private.key", "reality.uuid", "install.env", "node-config.env", "node-config.json", "xray-client.json", "awg0.conf"])
            Assert.Equal((secret, UnixFileMode.UserRead | UnixFileMode.UserWrite), (secret, File.GetUnixFileMode(Path.Combine(edge.Etc, secret))));
        var said = await File.ReadAllTextAsync(lines);
        Assert.Contains("edge-report", central.Reports.Single().Route, StringComparison.Ordinal);
        foreach (var secret in (string[])[central.ServiceToken, Central.RegistrationToken, edge.ReadEtc("reality.priv").Trim(), edge.ReadEtc("awg-private.key").Trim()])
            Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_another_checksum_is_refused_and_nothing_is_installed()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        central.Tampered["lib/report.sh"] = "touch " + Path.Combine(edge.Folder, "pwned");
        edge.Environment["OXPULSE_PARTNER_TOKEN"] = Central.RegistrationToken;

        var refused = (await edge.InstallAsync()).Ends(5);

        Assert.Contains("lib/report.sh does not have the checksum", refused.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(edge.Root));
        Assert.Empty(central.To("POST /api/partner/register"));
    }

    [Fact]
    public async Task An_installer_that_is_not_the_centrals_is_refused()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        central.Files["install.sh"] = "#!/bin/sh\n# install.sh of another version\n";
        edge.Environment["OXPULSE_PARTNER_TOKEN"] = Central.RegistrationToken;

        Assert.Contains("fetch", (await edge.InstallAsync()).Ends(5).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../../tmp/x")]
    [InlineData("/etc/passwd")]
    [InlineData("lib/../x")]
    [InlineData("bin/x")]
    public async Task A_list_of_checksums_points_to_no_other_place(string name)
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        central.Files[name] = "x";

        var tried = (await edge.InstallAsync("--dry-run", "--token=" + Central.RegistrationToken)).Ends(0);

        Assert.DoesNotContain(name, tried.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(central.Calls, call => call.Route == "GET /edge/" + name);
        Assert.Empty(Directory.EnumerateFileSystemEntries(edge.Root));
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_again_with_the_same_key_and_identity()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        // The first is lost while three tries last, the installer gives up; the operator starts it again.
        var lost = 0;
        central.Script = call => call.Route == "POST /api/partner/register" && lost++ < 3 ? Answer.Cut : null;
        edge.Environment["OXPULSE_PARTNER_TOKEN"] = Central.RegistrationToken;

        (await edge.InstallAsync()).Ends(6);
        (await edge.InstallAsync()).Ends(0);

        var tries = central.To("POST /api/partner/register").ToList();
        Assert.Equal(4, tries.Count);
        Assert.Single(tries.Select(call => call.Headers["idempotency-key"]).Distinct());
        Assert.Single(tries.Select(call => call["reality_public_key"] + call["reality_uuid"] + call["awg_pubkey"]).Distinct());
    }

    [Fact]
    public async Task A_refusal_names_the_centrals_reason()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        central.Script = call => call.Route == "POST /api/partner/register" ? new Answer(410, "ERROR=token_expired\n") : null;
        edge.Environment["OXPULSE_PARTNER_TOKEN"] = Central.RegistrationToken;

        Assert.Contains("410 token_expired", (await edge.InstallAsync()).Ends(1).Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(edge.Etc, "token")));
    }

    [Theory]
    [InlineData("--token=abc")]
    [InlineData("--token=ptkn_short")]
    [InlineData("--token=ptkn_0123456789;id")]
    [InlineData("--tunnel=carrier-pigeon")]
    [InlineData("--unknown")]
    public async Task What_is_no_option_is_said_before_anything_happens(string argument)
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);

        (await edge.InstallAsync(argument)).Ends(2);

        Assert.Empty(central.Calls);
    }

    [Fact]
    public async Task Checking_and_baking_register_nothing()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);

        (await edge.InstallAsync("--check")).Ends(0);
        Assert.Empty(central.Calls);
        (await edge.InstallAsync("--bake")).Ends(0);

        Assert.True(File.Exists(edge.Agent));
        Assert.False(Directory.Exists(edge.Etc));
        Assert.Empty(central.To("POST /api/partner/register"));
    }

    [Fact]
    public async Task Scripts_of_earlier_versions_go_when_that_is_asked_for()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        Directory.CreateDirectory(edge.Sbin);
        var zombie = Path.Combine(edge.Sbin, "oxpulse-partner-edge-selfheal");
        await File.WriteAllTextAsync(zombie, "#!/bin/sh\n");

        Assert.Contains("--clean-sbin", (await edge.InstallAsync("--bake")).Ends(0).Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(zombie));
        (await edge.InstallAsync("--bake", "--clean-sbin")).Ends(0);
        Assert.False(File.Exists(zombie));
        Assert.True(File.Exists(edge.Agent));
    }
}

using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

public sealed class ReinstallTests
{
    private static readonly string[] Identity = ["reality.priv", "reality.pub", "reality.uuid", "awg-private.key", "awg-public.key", "token", "node-config.json"];

    [Fact]
    public async Task Uninstalling_with_backups_and_installing_again_by_the_runbooks_lines_is_the_same_node()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var before = edge.Snapshot();

        var uninstalled = (await edge.RunAsync(Path.Combine(edge.Root, "root/uninstall.sh"), "--yes", "--keep-backups")).Ends(0);

        Assert.False(Directory.Exists(edge.Etc));
        Assert.False(File.Exists(edge.Agent));
        Assert.Empty(central.To("POST /api/partner/deregister"));
        Assert.Equal("stop", central.Reports.Last()["reason"]);
        var backup = Assert.Single(Directory.EnumerateDirectories(Path.Combine(edge.Root, "root"), "oxpulse-backup-*"));
        Assert.Contains($"Backup landed in {backup}/", uninstalled.Output, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(backup, "token")));

        Directory.CreateDirectory(edge.Etc);
        foreach (var file in Identity)
            File.Copy(Path.Combine(backup, file), Path.Combine(edge.Etc, file));
        // Without an address: it is in the backup.
        edge.Environment["OXPULSE_BACKEND_URL"] = null;
        (await edge.InstallAsync("--tunnel=vless", $"--manual-config={edge.Etc}/node-config.json")).Ends(0);

        Assert.Single(central.To("POST /api/partner/register"));
        var reattached = Assert.Single(central.To("POST /api/partner/reattach"));
        Assert.Equal(central.ServiceToken, reattached.Bearer);
        var first = central.To("POST /api/partner/register").Single();
        Assert.Equal(
            $$"""{"node_id":"n1","installer_version":"1.0.0","rotate_identity":false,"reality_public_key":"{{first["reality_public_key"]}}","reality_uuid":"{{first["reality_uuid"]}}","awg_pubkey":"{{first["awg_pubkey"]}}","public_ip":"198.51.100.7"}""",
            reattached.Body);
        var after = edge.Snapshot();
        Assert.All(Identity, file => Assert.Equal((file, before[file]), (file, after[file])));
        Assert.NotEqual(central.Reports.First()["boot_id"], central.Reports.Last()["boot_id"]);
    }

    [Fact]
    public async Task The_newest_backup_is_restored_by_the_installer_itself()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var key = edge.ReadEtc("reality.priv");
        (await edge.RunAsync(Path.Combine(edge.Root, "root/uninstall.sh"), "--yes", "--keep-backups")).Ends(0);
        Directory.CreateDirectory(Path.Combine(edge.Root, "root/oxpulse-backup-999"));

        (await edge.InstallAsync("--restore")).Ends(0);

        Assert.Equal(key, edge.ReadEtc("reality.priv"));
        Assert.Single(central.To("POST /api/partner/reattach"));
    }

    [Fact]
    public async Task A_central_that_is_away_does_not_stop_a_reinstallation()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        (await edge.RunAsync(Path.Combine(edge.Root, "root/uninstall.sh"), "--yes", "--keep-backups")).Ends(0);
        central.Script = call => call.Route.StartsWith("GET /edge", StringComparison.Ordinal) ? null : new Answer(503);

        (await edge.InstallAsync("--restore")).Ends(0);

        Assert.Equal("active", edge.Status("xray"));
    }

    [Fact]
    public async Task A_node_that_the_central_has_forgotten_registers_anew_with_the_same_keys()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var key = edge.ReadEtc("reality.priv");
        await using var other = await Central.StartAsync();
        other.Config["NODE_ID"] = "n2";
        other.ServiceToken = "stkn_" + new string('o', 43);
        edge.Environment["OXPULSE_BACKEND_URL"] = other.Address.ToString().TrimEnd('/');

        Assert.Contains("a registration token is needed", (await edge.InstallAsync()).Ends(1).Errors, StringComparison.Ordinal);
        edge.Environment["OXPULSE_PARTNER_TOKEN"] = Central.RegistrationToken;
        (await edge.InstallAsync()).Ends(0);

        Assert.Equal(key, edge.ReadEtc("reality.priv"));
        Assert.Equal(other.ServiceToken + "\n", edge.ReadEtc("token"));
        Assert.Equal("n2", other.Reports.Last()["node_id"]);
    }

    [Fact]
    public async Task Another_identity_at_the_central_is_an_error_that_changes_nothing()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        central.Script = call => call.Route == "POST /api/partner/reattach" ? new Answer(409, "ERROR=identity_mismatch\n") : null;
        var before = edge.Snapshot();

        Assert.Contains("409 identity_mismatch", (await edge.InstallAsync()).Ends(1).Errors, StringComparison.Ordinal);

        Assert.Equal(before, edge.Snapshot());
    }

    [Fact]
    public async Task New_keys_are_made_when_that_is_asked_for()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var before = edge.ReadEtc("reality.pub").Trim();

        (await edge.InstallAsync("--rotate-identity")).Ends(0);

        var reattached = Assert.Single(central.To("POST /api/partner/reattach"));
        Assert.Contains("\"rotate_identity\":true", reattached.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(before, reattached.Body, StringComparison.Ordinal);
        Assert.Contains(Directory.EnumerateDirectories(edge.Etc, "keys-before-*"), folder => File.ReadAllText(Path.Combine(folder, "reality.pub")).Trim() == before);
    }

    [Fact]
    public async Task A_private_key_without_its_public_one_is_not_replaced()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        File.Delete(Path.Combine(edge.Etc, "reality.pub"));
        var key = edge.ReadEtc("reality.priv");

        Assert.Contains("restore it from the backup", (await edge.InstallAsync()).Ends(3).Errors, StringComparison.Ordinal);

        Assert.Equal(key, edge.ReadEtc("reality.priv"));
    }

    [Fact]
    public async Task Uninstalling_without_backups_takes_the_node_out_of_service()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();

        (await edge.RunAsync(Path.Combine(edge.Root, "root/uninstall.sh"), "--yes")).Ends(0);

        Assert.Equal("""{"node_id":"n1"}""", Assert.Single(central.To("POST /api/partner/deregister")).Body);
        Assert.Equal(["root/root/uninstall.sh"], Directory.EnumerateFiles(edge.Root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(edge.Folder, file)));
    }

    [Fact]
    public async Task Uninstalling_needs_a_yes()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();

        (await edge.RunAsync(Path.Combine(edge.Root, "root/uninstall.sh"))).Ends(2);

        Assert.True(File.Exists(edge.Agent));
    }

    [Fact]
    public async Task A_backup_does_not_overwrite_another_identity_without_a_word()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var backup = (await edge.AgentAsync("backup")).Ends(0).Output.Trim();
        await File.WriteAllTextAsync(Path.Combine(backup, "token"), "stkn_" + new string('b', 43) + "\n");

        Assert.Contains("--force", (await edge.AgentAsync("restore", backup)).Ends(3).Errors, StringComparison.Ordinal);
        Assert.Equal(central.ServiceToken + "\n", edge.ReadEtc("token"));
        (await edge.AgentAsync("restore", backup, "--force")).Ends(0);
        Assert.StartsWith("stkn_bbb", edge.ReadEtc("token"), StringComparison.Ordinal);
    }
}

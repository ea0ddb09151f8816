using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

/// <summary>With a docker that notes what it is told: what is started, what is left alone, what a container that is gone means.</summary>
public sealed class DockerTests
{
    [Fact]
    public async Task Containers_start_once_and_only_a_channel_that_changed_is_started_again()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        ScriptedDocker.PutBefore(edge);
        await edge.InstalledAsync();
        Assert.Equal("active", edge.Status("xray"));
        Assert.Equal(["up --detach --remove-orphans"], ScriptedDocker.Told(edge));

        (await edge.AgentAsync("refresh")).Ends(0);
        Assert.Single(ScriptedDocker.Told(edge));

        central.Epoch = 13;
        central.Config["BACKEND_ENDPOINT"] = "198.51.100.10:443";
        (await edge.AgentAsync("refresh")).Ends(0);
        Assert.Equal(["up --detach --remove-orphans", "up --detach --no-deps --force-recreate xray-client"], ScriptedDocker.Told(edge).Skip(1));
    }

    [Fact]
    public async Task A_container_that_is_gone_shows_and_so_does_its_return()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        ScriptedDocker.PutBefore(edge);
        await edge.InstalledAsync();

        await File.WriteAllTextAsync(Path.Combine(edge.Folder, "stopped"), "oxpulse-partner-xray\n");
        (await edge.AgentAsync("report")).Ends(0);
        Assert.Contains("xray=failed_at_runtime\n", central.Reports.Last().Files["channels"], StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(edge.Folder, "stopped"), "");
        (await edge.AgentAsync("report")).Ends(0);
        Assert.Contains("xray=active\n", central.Reports.Last().Files["channels"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_does_not_start_is_a_failed_channel()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        ScriptedDocker.PutBefore(edge);
        await File.WriteAllTextAsync(Path.Combine(edge.Folder, "stopped"), "oxpulse-partner-xray\n");
        edge.Environment["OXPULSE_PARTNER_TOKEN"] = Central.RegistrationToken;

        (await edge.InstallAsync()).Ends(7);

        Assert.Equal("failed_at_start", edge.Status("xray"));
    }

    [Fact]
    public async Task A_proxy_that_does_not_start_brings_the_old_files_back()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        ScriptedDocker.PutBefore(edge);
        await edge.InstalledAsync();
        var before = edge.Snapshot();
        central.Epoch = 13;
        central.Config["BACKEND_ENDPOINT"] = "198.51.100.10:443";
        await File.WriteAllTextAsync(Path.Combine(edge.Folder, "stopped"), "oxpulse-partner-caddy\n");

        (await edge.AgentAsync("refresh")).Ends(7);

        Assert.Equal(before, edge.Snapshot());
        Assert.Contains("\"epoch\":13,\"result\":\"rolled_back\"", central.To("POST /api/partner/node-config/applied").Last().Body, StringComparison.Ordinal);
    }
}

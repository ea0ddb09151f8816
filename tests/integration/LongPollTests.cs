using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>Whoever waits for work does not keep the process from stopping.</summary>
public sealed class LongPollTests
{
    private const int LongestWaitSeconds = 20;

    [Fact]
    public async Task A_worker_that_waits_is_answered_when_the_process_is_told_to_stop()
    {
        using var data = new TemporaryFolder();
        await using var host = await HostProcess.StartReadyAsync(data.Path, PortOffsets.Take(), arguments: "--no-demo");
        using var client = await ApiClient.SignInAsync(host);
        await client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "pull" });
        var worker = (string)(await client.OrganizationAsync(HttpMethod.Post, "/worker-tokens", new JsonObject { ["name"] = "w" }))["token"]!;
        await using var probe = await DatabaseProbe.OpenAsync(data.Path);
        var asked = TimeProvider.System.GetTimestamp();
        var waiting = host.WorkAsync(worker, "/claim", new JsonObject { ["worker"] = "w", ["waitSeconds"] = LongestWaitSeconds });
        await Wait.UntilAsync(
            async () => await probe.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%WITH exhausted AS%' AND pid <> pg_backend_pid()") > 0, "the worker's claim has reached the database");

        var exitCode = await host.StopAsync();

        var (status, answer) = await waiting;
        Assert.Equal((HttpStatusCode.OK, 0), (status, answer!["work"]!.AsArray().Count));
        Assert.Equal(0, exitCode);
        Assert.InRange(TimeProvider.System.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(LongestWaitSeconds - 5));
    }
}

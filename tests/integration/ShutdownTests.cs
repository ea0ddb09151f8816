using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>Told to stop, the process finishes what it took, says that it takes no more, and leaves nothing behind.</summary>
public sealed class ShutdownTests
{
    private static readonly TimeSpan MostDrain = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, string> Settings = new() { ["TELEGRAM_TRANSPORT_MODE"] = "stub", ["CHANNEL_INGRESS_RATE_PER_SEC"] = "100000" };

    [Fact]
    public async Task Stopped_under_load_it_loses_nothing_and_started_again_it_has_everything()
    {
        using var data = new TemporaryFolder();
        var offset = PortOffsets.Take();
        var host = await HostProcess.StartReadyAsync(data.Path, offset, Settings, "--no-demo");
        var server = await ServerAsync(data.Path);
        using (var client = await ApiClient.SignInAsync(host))
        {
            await client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "echo" });
            await client.AddOpenAccountAsync("telegram", "stop");
        }

        var load = new AcknowledgedLoad(host.Ingress, "/ingress/channels/telegram/stop", clients: 8, messagesEach: 150);
        var running = load.RunAsync();
        await Wait.UntilAsync(() => Task.FromResult(load.Acknowledged.Count > 300), "300 messages are acknowledged");
        var seen = WatchAsync(host);
        var asked = TimeProvider.System.GetTimestamp();
        var exitCode = await host.StopAsync();
        Assert.Equal(0, exitCode);
        Assert.InRange(TimeProvider.System.GetElapsedTime(asked), TimeSpan.Zero, MostDrain);

        // Not ready from the moment it was told; never ready again.
        var states = await seen;
        Assert.DoesNotContain(HttpStatusCode.OK, states.SkipWhile(state => state == HttpStatusCode.OK));

        // The last process stops the private server.
        Assert.False(IsRunning(server), "The private server runs on.");
        await host.DisposeAsync();

        await using var again = await HostProcess.StartReadyAsync(data.Path, offset, Settings, "--no-demo");
        await running.WaitAsync(TimeSpan.FromSeconds(60));
        await using var probe = await DatabaseProbe.OpenAsync(data.Path);
        var stored = await probe.ColumnAsync("SELECT conversation_id || ':' || text FROM inbound_messages WHERE status = 'accepted'");
        Assert.Equal(load.Acknowledged.Select(message => $"{message.Chat}:{message.Number}").Order(), stored.Order());
        await Wait.UntilAsync(
            async () => await probe.CountAsync("SELECT count(*) FROM outbox WHERE status = 'sent'") == load.Total,
            () => "every message is answered once",
            TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_request_that_is_under_way_is_answered()
    {
        using var data = new TemporaryFolder();
        await using var host = await HostProcess.StartReadyAsync(data.Path, PortOffsets.Take(), Settings, "--no-demo");
        using var client = await ApiClient.SignInAsync(host);
        await client.AddOpenAccountAsync("telegram", "under-way");
        await using var probe = await DatabaseProbe.OpenAsync(data.Path);

        // Its commit waits for a lock that is held here until the process has begun to stop.
        await using var blocker = new Npgsql.NpgsqlConnection(probe.ConnectionString);
        await blocker.OpenAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using (var held = new Npgsql.NpgsqlCommand("LOCK TABLE inbound_messages IN EXCLUSIVE MODE", blocker, transaction))
            await held.ExecuteNonQueryAsync();
        var answer = client.IngressAsync("telegram", "under-way", Messages.Direct("m-1"));
        await Wait.UntilAsync(
            async () => await probe.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'vespid-writer-%' AND wait_event_type = 'Lock'") > 0,
            "the commit waits for the lock");
        host.Signal("TERM");
        await Wait.UntilAsync(async () => await host.StatusAsync("/readyz") == HttpStatusCode.ServiceUnavailable, "the process says that it is not ready");
        Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("/livez"));
        Assert.Equal("stopping", (string?)(await RawHttp.SendAsync(HttpMethod.Get, new Uri(host.Health, "/healthz"))).Json!["status"]);
        var late = await RawHttp.PostAsync(new Uri(host.Ingress, "/ingress/channels/telegram/under-way"), Messages.Direct("m-2").ToJsonString());
        Assert.Equal((503, "NO_ACTIVE_WRITER"), (late.Status, late.Code));
        Assert.NotNull(late.RetryAfter);
        await transaction.RollbackAsync();

        var (status, body) = await answer;
        Assert.Equal((HttpStatusCode.Accepted, "accepted"), (status, (string?)body!["reason"]));
        Assert.Equal(0, await host.StopAsync());
        Assert.Equal(1, await probe.CountAsync("SELECT count(*) FROM inbound_messages WHERE provider_message_id = 'm-1'"));
    }

    /// <summary>A process that has ended may wait for its parent to notice.</summary>
    private static bool IsRunning(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Trim()[0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<int> ServerAsync(string dataFolder)
    {
        await using var probe = await DatabaseProbe.OpenAsync(dataFolder);
        return probe.ServerProcessId;
    }

    private static async Task<List<HttpStatusCode?>> WatchAsync(HostProcess host)
    {
        var states = new List<HttpStatusCode?>();
        while (!host.HasExited)
            states.Add(await host.StatusAsync("/readyz"));
        return states;
    }
}

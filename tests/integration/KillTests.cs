using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>The promise: what was acknowledged is stored once, runs once, and is answered, whatever happens to the process.</summary>
public sealed class KillTests
{
    private const int Kills = 5;

    [Fact]
    public async Task Killed_five_times_under_load_nothing_acknowledged_is_lost()
    {
        using var data = new TemporaryFolder();
        await using var telegram = await FakeTelegram.StartAsync();
        var settings = new Dictionary<string, string>
        {
            ["TELEGRAM_API_BASE_URL"] = telegram.Url.ToString(),
            ["TELEGRAM_SENDS_PER_SEC"] = "10000",
            ["TELEGRAM_CONVERSATION_INTERVAL_MS"] = "0",
            ["CHANNEL_OUTBOUND_MAX_ATTEMPTS"] = "5",
            ["WORK_LEASE_SEC"] = "10",
            ["VESPID_LOG_LEVEL"] = "Warning",
        };
        var offset = PortOffsets.Take();
        var host = await HostProcess.StartReadyAsync(data.Path, offset, settings, "--no-demo");
        await using var probe = await DatabaseProbe.OpenAsync(data.Path);
        await PrepareAsync(host, telegram.BotToken);

        var load = new AcknowledgedLoad(host.Ingress, "/ingress/channels/telegram/kill", clients: 16, messagesEach: 125);
        var running = load.RunAsync();
        for (var kill = 1; kill <= Kills; kill++)
        {
            var threshold = load.Total * kill / (Kills + 1);
            await Wait.UntilAsync(() => Task.FromResult(load.Acknowledged.Count >= threshold), () => $"{threshold} messages are acknowledged; there are {load.Acknowledged.Count}", TimeSpan.FromSeconds(60));
            await host.KillAsync();
            await host.DisposeAsync();
            host = await HostProcess.StartReadyAsync(data.Path, offset, settings, "--no-demo");
        }

        await running.WaitAsync(TimeSpan.FromSeconds(120));
        await Wait.UntilAsync(
            async () => await probe.CountAsync(
                "SELECT (SELECT count(*) FROM runs WHERE status IN ('queued', 'running')) + (SELECT count(*) FROM outbox WHERE status IN ('queued', 'sending', 'retrying', 'unknown'))") == 0,
            () => "all work is done and all replies have come to an end",
            TimeSpan.FromSeconds(150));

        await CheckAsync(load, probe, telegram);
        await host.DisposeAsync();
    }

    private static async Task PrepareAsync(HostProcess host, string botToken)
    {
        using var client = await ApiClient.SignInAsync(host);
        await client.InOrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "echo" });
        var account = await client.AddAccountAsync("telegram", "kill", new JsonObject { ["dmPolicy"] = "open" });
        await client.OrganizationAsync(HttpMethod.Put, $"/channels/accounts/{account}/allowlist", new JsonObject { ["scope"] = "sender", ["subject"] = "*" });
        await client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{account}/secrets", new JsonObject { ["name"] = "botToken", ["value"] = botToken });
        await client.AddWorkflowAsync("telegram");
    }

    private static async Task CheckAsync(AcknowledgedLoad load, DatabaseProbe probe, FakeTelegram telegram)
    {
        Assert.Equal(load.Total, load.Acknowledged.Count);

        var stored = await probe.ColumnAsync("SELECT conversation_id || ':' || text FROM inbound_messages WHERE status = 'accepted'");
        Assert.Equal(load.Acknowledged.Select(message => $"{message.Chat}:{message.Number}").Order(), stored.Order());

        Assert.Equal(load.Total, await probe.CountAsync("SELECT count(*) FROM runs WHERE kind = 'workflow'"));
        Assert.Equal(load.Total, await probe.CountAsync("SELECT count(DISTINCT message_id) FROM runs WHERE kind = 'workflow'"));
        Assert.Equal(load.Total, await probe.CountAsync("SELECT count(DISTINCT message_id) FROM runs WHERE kind = 'turn'"));

        var dead = (await probe.ColumnAsync("SELECT conversation_id || ':' || (payload ->> 'text') FROM outbox WHERE status = 'dead_letter'")).ToHashSet();
        var marked = (await probe.ColumnAsync("SELECT conversation_id || ':' || (payload ->> 'text') FROM outbox WHERE possible_duplicate")).ToHashSet();
        foreach (var conversation in load.Acknowledged.GroupBy(message => message.Chat))
        {
            var arrived = telegram.Sent.All.Where(sent => sent.ChatId == conversation.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)).Select(sent => sent.Text).ToList();
            var expected = conversation.OrderBy(message => message.Number).Select(message => $"echo: {message.Number}").ToList();

            // Every reply arrived, or waits as a dead letter; each for the first time in order; a second copy only where it is marked.
            Assert.Equal(expected.Where(text => arrived.Contains(text) || !dead.Contains($"{conversation.Key}:{text}")), arrived.Distinct());
            Assert.All(
                arrived.GroupBy(text => text).Where(copies => copies.Count() > 1),
                copies => Assert.Contains($"{conversation.Key}:{copies.Key}", marked));
        }
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>A bot that is asked for its updates: none is lost, none runs twice, and an operator sees and ends what goes on.</summary>
public sealed class PollingTests : IAsyncLifetime
{
    /// <summary>Work that a killed process had claimed comes back when its lease has run out.</summary>
    private static readonly TimeSpan UntilLeasesEnd = TimeSpan.FromSeconds(60);

    private const string Ended = "Connection telegram:1000000001 ended";

    private readonly TemporaryFolder _data = new();
    private readonly int _offset = PortOffsets.Take();
    private FakeTelegram _telegram = null!;
    private HostProcess _host = null!;
    private ApiClient _client = null!;

    public async Task InitializeAsync()
    {
        _telegram = await FakeTelegram.StartAsync();
        _host = await StartAsync();
        _client = await ApiClient.SignInAsync(_host);
        await _client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "echo" });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        await _telegram.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Killed_between_a_message_and_its_offset_nothing_is_lost_and_nothing_runs_twice()
    {
        var account = await AddPollingAsync("kill");
        await _client.ActAsync(account, "start");
        _telegram.PushText(1, 1, "first");
        await SentAsync("echo: first");
        await Wait.UntilAsync(() => Task.FromResult(_telegram.Unconfirmed == 0), "the first update is confirmed");

        await using var probe = await DatabaseProbe.OpenAsync(_data.Path);
        await using (var blocker = new Npgsql.NpgsqlConnection(probe.ConnectionString))
        {
            // The offset cannot be written while somebody else holds its row; the message can.
            await blocker.OpenAsync();
            await using var transaction = await blocker.BeginTransactionAsync();
            await using (var held = new Npgsql.NpgsqlCommand("SELECT 1 FROM grain_state WHERE key LIKE 'platform/%' FOR UPDATE", blocker, transaction))
                Assert.NotNull(await held.ExecuteScalarAsync());
            for (var number = 1; number <= 3; number++)
                _telegram.PushText(1, 1, $"m{number}");
            await Wait.UntilAsync(
                async () => await probe.CountAsync("SELECT count(*) FROM inbound_messages WHERE text = 'm1'") == 1
                    && await probe.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'vespid-writer-%' AND wait_event_type = 'Lock'") > 0,
                "the message is stored and its offset waits");
            Assert.Equal(3, _telegram.Unconfirmed);
            await _host.KillAsync();
            // The server would go on with the dead process's statement.
            await probe.CountAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'vespid-writer-%'");
            await transaction.RollbackAsync();
        }

        await _host.DisposeAsync();
        var polls = Polls().Count;
        _host = await StartAsync();

        await SentAsync("echo: first", "echo: m1", "echo: m2", "echo: m3");
        await Wait.UntilAsync(() => Task.FromResult(_telegram.Unconfirmed == 0), "all updates are confirmed");
        Assert.Equal(["first", "m1", "m2", "m3"], (await probe.ColumnAsync("SELECT text FROM inbound_messages WHERE status = 'accepted' ORDER BY id")).AsEnumerable());
        Assert.Equal(4, await probe.CountAsync("SELECT count(*) FROM runs"));

        // The first request of the new process asks for what was not committed, and for nothing before it.
        Assert.Equal(1002, (long?)JsonNode.Parse(Polls()[polls].Body)!["offset"]);
    }

    [Fact]
    public async Task An_operator_starts_and_stops_it_within_seconds()
    {
        var account = await AddPollingAsync("stop");
        _telegram.PushText(1, 1, "before");
        await _client.ActAsync(account, "start");
        await SentAsync("echo: before");
        await Wait.UntilAsync(() => Task.FromResult(_telegram.Unconfirmed == 0), "the update is confirmed and the next poll is open");

        await _client.ActAsync(account, "stop");
        var stopped = TimeProvider.System.GetTimestamp();
        await Wait.UntilAsync(() => Task.FromResult(_host.Output.Contains(Ended, StringComparison.Ordinal)), () => "the connection has ended", TimeSpan.FromSeconds(15));
        Assert.InRange(TimeProvider.System.GetElapsedTime(stopped).TotalSeconds, 0, 8);
        var polls = Polls().Count;
        _telegram.PushText(1, 1, "while stopped");
        Assert.Equal("stopped", (string?)(await _client.AccountAsync(account))["status"]);
        Assert.Equal((1, polls), (_telegram.Unconfirmed, Polls().Count));

        await _client.ActAsync(account, "start");
        await SentAsync("echo: before", "echo: while stopped");
        Assert.Equal("running", (string?)(await _client.AccountAsync(account))["status"]);
    }

    [Fact]
    public async Task A_conflict_and_a_refused_token_show_on_the_account_and_end_with_the_operators_cure()
    {
        var account = await AddPollingAsync("errors");
        _telegram.Faults.Add(new VendorFault.Error(409, "Conflict: can't use getUpdates method while webhook is active"), call: "getUpdates");
        await _client.ActAsync(account, "start");
        var conflict = await _client.AccountReachesAsync(account, "degraded");
        Assert.Contains("Conflict", (string)conflict["lastError"]!, StringComparison.Ordinal);

        // Not after the minute that it waits by itself.
        await _client.ActAsync(account, "reconnect");
        _telegram.PushText(1, 1, "after the conflict");
        await SentAsync("echo: after the conflict");
        Assert.Null((await _client.AccountReachesAsync(account, "running"))["lastError"]);

        await _client.RotateSecretAsync(account, "botToken", "1000000001:revoked", overlapSeconds: 0);
        var refused = await _client.AccountReachesAsync(account, "error");
        Assert.Contains("Unauthorized", (string)refused["lastError"]!, StringComparison.Ordinal);
        _telegram.PushText(1, 1, "after the rotation");

        await _client.RotateSecretAsync(account, "botToken", _telegram.BotToken, overlapSeconds: 0);
        await SentAsync("echo: after the conflict", "echo: after the rotation");
        await _client.AccountReachesAsync(account, "running");

        var events = await _client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}/events?limit=50");
        Assert.Equal(
            ["warn", "info", "error", "info"],
            events["events"]!.AsArray().Where(item => (string?)item!["eventType"] == "channel.account.status").Select(item => (string)item!["level"]!).Reverse());
    }

    [Fact]
    public async Task Two_accounts_of_one_bot_do_not_poll_against_each_other_and_a_conflict_outlives_no_restart()
    {
        var first = await AddPollingAsync("twin-1");
        var second = await AddPollingAsync("twin-2");
        await _client.ActAsync(first, "start");
        await _client.ActAsync(second, "start");
        for (var number = 1; number <= 20; number++)
            _telegram.PushText(number, number, $"m{number}");
        await _telegram.Sent.WaitForCountAsync(20, VendorHost.Patience);
        await Wait.UntilAsync(() => Task.FromResult(_telegram.Unconfirmed == 0), "all updates are confirmed");

        // Two polls at a time would have ended one another with a conflict.
        Assert.Equal("running", (string?)(await _client.AccountAsync(first))["status"]);
        Assert.Equal("running", (string?)(await _client.AccountAsync(second))["status"]);
        Assert.Equal(20, _telegram.Sent.Count);

        await _client.ActAsync(second, "stop");
        _telegram.Faults.Add(new VendorFault.Error(409, "Conflict: terminated by other getUpdates request"), call: "getUpdates");
        await _client.ActAsync(first, "reconnect");
        await _client.AccountReachesAsync(first, "degraded");
        await _host.StopAsync();
        await _host.DisposeAsync();
        _telegram.PushText(1, 1, "after the restart");
        _host = await StartAsync();
        await _telegram.Sent.WaitForCountAsync(21, VendorHost.Patience);
        await _client.AccountReachesAsync(first, "running");
    }

    [Fact]
    public async Task With_strict_statuses_a_wrong_secret_token_is_unauthorized()
    {
        var account = await AddPollingAsync("strict");
        await _client.AddSecretAsync(account, "webhookSecretToken", "right");
        var url = new Uri(_host.Ingress, "/ingress/channels/telegram/strict");

        var (refused, why) = await ChannelCalls.PostAsync(url, Updates.Private(1, 1, "hello"), ("x-telegram-bot-api-secret-token", "wrong"));
        var (accepted, _) = await ChannelCalls.PostAsync(url, Updates.Private(1, 1, "hello"), ("x-telegram-bot-api-secret-token", "right"));

        Assert.Equal((HttpStatusCode.Unauthorized, "telegram_secret_token_invalid"), (refused, (string?)why!["reason"]));
        Assert.Equal(HttpStatusCode.Accepted, accepted);
    }

    [Fact]
    public async Task A_channel_that_is_switched_off_for_the_organisation_is_not_polled()
    {
        var account = await AddPollingAsync("off");
        await _client.ActAsync(account, "start");
        _telegram.PushText(1, 1, "on");
        await SentAsync("echo: on");

        await _client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["channelRuntimeEnabled"] = false });
        await Wait.UntilAsync(() => Task.FromResult(_host.Output.Contains(Ended, StringComparison.Ordinal)), "the connection has ended");
        _telegram.PushText(1, 1, "off");
        Assert.Equal(1, _telegram.Unconfirmed);

        await _client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["channelRuntimeEnabled"] = true });
        await SentAsync("echo: on", "echo: off");
    }

    private List<TelegramCall> Polls() => [.. _telegram.Calls.All.Where(call => call.Method == "getUpdates")];

    private Task SentAsync(params string[] texts) => _telegram.Sent.WaitAsync(
        all => all.Select(message => message.Text).SequenceEqual(texts), $"exactly {string.Join(", ", texts)}", UntilLeasesEnd);

    private Task<string> AddPollingAsync(string key) => _client.AddPublicAccountAsync(
        "telegram", key, _telegram.BotToken, new JsonObject { ["metadata"] = new JsonObject { ["receive"] = "polling" } });

    private Task<HostProcess> StartAsync() => HostProcess.StartReadyAsync(
        _data.Path,
        _offset,
        new Dictionary<string, string>
        {
            ["TELEGRAM_API_BASE_URL"] = _telegram.Url.ToString(),
            ["TELEGRAM_CONVERSATION_INTERVAL_MS"] = "0",
            ["WORK_LEASE_SEC"] = "5",
            ["CHANNEL_INGRESS_STRICT_STATUS"] = "true",
        },
        "--no-demo");
}

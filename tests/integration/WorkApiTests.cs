using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>Workers that fetch an organisation's work: each piece is one worker's at a time, turns stay in order, and nothing is forgotten.</summary>
public sealed class WorkApiTests(VendorHost vendors) : IClassFixture<VendorHost>
{
    [Fact]
    public async Task Only_a_worker_token_of_the_organisation_opens_its_work()
    {
        using var mine = await StartAsync("work-scope");
        using var theirs = await StartAsync("work-scope-other");
        await SayAsync(mine, vendors.NewChat(), 1, "hello");
        var work = Assert.Single(await mine.ClaimAsync());
        var lease = new JsonObject { ["leaseToken"] = (string)work["leaseToken"]! };

        Assert.Empty(await theirs.ClaimAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await vendors.Host.WorkAsync(theirs.Token, $"/{work["id"]}/heartbeat", lease)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await vendors.Host.WorkAsync(theirs.Token, $"/{work["id"]}/complete", lease)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.FailAsync(work, retryable: false)).Status);

        var claim = new JsonObject { ["worker"] = "w" };
        var url = new Uri(vendors.Host.Control, "/internal/v1/work/claim");
        foreach (var header in new[] { ("x-service-token", "dev-gateway-token"), ("authorization", "Bearer dev-gateway-token"), ("authorization", $"Bearer {mine.Client.Token}") })
            Assert.Equal(HttpStatusCode.Unauthorized, (await ChannelCalls.PostAsync(url, claim, header)).Status);
        Assert.Equal(HttpStatusCode.OK, (await vendors.Host.WorkAsync(mine.Token, $"/{work["id"]}/heartbeat", lease)).Status);

        var tokens = await mine.Client.OrganizationAsync(HttpMethod.Get, "/worker-tokens");
        await mine.Client.OrganizationAsync(HttpMethod.Delete, $"/worker-tokens/{tokens["workerTokens"]![0]!["id"]}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await vendors.Host.WorkAsync(mine.Token, "/claim", claim)).Status);
    }

    [Fact]
    public async Task A_waiting_claim_wakes_up_when_work_comes()
    {
        using var mine = await StartAsync("work-wait");
        var started = TimeProvider.System.GetTimestamp();
        var waiting = mine.ClaimAsync(waitSeconds: 20);
        await SayAsync(mine, vendors.NewChat(), 1, "wake up");

        var work = Assert.Single(await waiting);
        Assert.Equal(("turn", "wake up", 1), ((string)work["kind"]!, (string)work["input"]!["text"]!, (int)work["attempt"]!));
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(15), "The claim waited to the end.");
    }

    [Fact]
    public async Task A_lease_that_runs_out_gives_the_work_to_the_next_and_the_first_has_lost_it()
    {
        using var mine = await StartAsync("work-lease");
        var chat = vendors.NewChat();
        await SayAsync(mine, chat, 1, "hello");
        var first = Assert.Single(await mine.ClaimAsync());
        Assert.Empty(await mine.ClaimAsync());

        // The lease of 5 s ends while this claim waits.
        var second = Assert.Single(await mine.ClaimAsync(waitSeconds: 20));
        Assert.Equal(((string)first["id"]!, 2), ((string)second["id"]!, (int)second["attempt"]!));
        Assert.NotEqual((string)first["leaseToken"]!, (string)second["leaseToken"]!);

        var (late, why) = await mine.CompleteAsync(first, "too late");
        Assert.Equal((HttpStatusCode.Conflict, "LEASE_LOST"), (late, (string)why!["code"]!));
        Assert.Equal(HttpStatusCode.Conflict, (await vendors.Host.WorkAsync(mine.Token, $"/{first["id"]}/heartbeat", new() { ["leaseToken"] = (string)first["leaseToken"]! })).Status);
        Assert.Equal(HttpStatusCode.OK, (await mine.CompleteAsync(second, "in time")).Status);
        Assert.Equal("in time", (string)Assert.Single(await mine.Client.OutboxReachesAsync(chat, "sent"))["payload"]!["text"]!);
    }

    [Fact]
    public async Task A_heartbeat_prolongs_the_lease()
    {
        using var mine = await StartAsync("work-beat");
        await SayAsync(mine, vendors.NewChat(), 1, "hello");
        var work = Assert.Single(await mine.ClaimAsync());
        await using var probe = await DatabaseProbe.OpenAsync(vendors.DataFolder);
        await probe.ExecuteAsync($"UPDATE runs SET lease_until = now() + interval '1 second' WHERE id = '{work["id"]}'");

        var (status, _) = await vendors.Host.WorkAsync(mine.Token, $"/{work["id"]}/heartbeat", new() { ["leaseToken"] = (string)work["leaseToken"]! });

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(1, await probe.CountAsync($"SELECT count(*) FROM runs WHERE id = '{work["id"]}' AND lease_until > now() + interval '3 seconds'"));
    }

    [Fact]
    public async Task Many_workers_never_share()
    {
        const int Conversations = 20, Each = 3;
        using var mine = await StartAsync("work-many");
        var chats = Enumerable.Range(0, Conversations).Select(_ => vendors.NewChat()).ToArray();
        for (var number = 1; number <= Each; number++)
            await Task.WhenAll(chats.Select(chat => SayAsync(mine, chat, number, number.ToString(CultureInfo.InvariantCulture))));

        var done = new ConcurrentQueue<JsonNode>();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async worker =>
        {
            while (done.Count < Conversations * Each)
            {
                foreach (var work in await mine.ClaimAsync(max: 3, waitSeconds: 1, worker: $"w{worker}"))
                {
                    Assert.Equal(HttpStatusCode.OK, (await mine.CompleteAsync(work, null)).Status);
                    done.Enqueue(work);
                }
            }
        })).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(Conversations * Each, done.Select(work => (string)work["id"]!).Distinct().Count());
        Assert.All(done, work => Assert.Equal(1, (int)work["attempt"]!));
        foreach (var session in done.GroupBy(work => (string)work["sessionId"]!))
            Assert.Equal(["1", "2", "3"], session.Select(work => (string)work["input"]!["text"]!));
    }

    [Fact]
    public async Task Turns_of_a_session_come_one_after_the_other_with_their_text()
    {
        using var mine = await StartAsync("work-order");
        var chat = vendors.NewChat();
        for (var number = 1; number <= 3; number++)
            await SayAsync(mine, chat, number, $"m{number}");

        for (var number = 1; number <= 3; number++)
        {
            var turn = Assert.Single(await mine.ClaimAsync(max: 10));
            Assert.Equal($"m{number}", (string)turn["input"]!["text"]!);
            Assert.Equal(chat.ToString(CultureInfo.InvariantCulture), (string)turn["input"]!["conversationId"]!);
            Assert.Empty(await mine.ClaimAsync(max: 10));
            Assert.Equal(HttpStatusCode.OK, (await mine.CompleteAsync(turn, $"r{number}")).Status);
        }

        var sent = await mine.Client.OutboxReachesAsync(chat, "sent", "sent", "sent");
        Assert.Equal(["r1", "r2", "r3"], sent.Select(entry => (string)entry["payload"]!["text"]!));
        Assert.Equal(
            ["r1", "r2", "r3"],
            vendors.Telegram.Sent.All.Where(message => message.ChatId == chat.ToString(CultureInfo.InvariantCulture)).Select(message => message.Text));
    }

    [Fact]
    public async Task Completing_twice_replies_once()
    {
        using var mine = await StartAsync("work-twice");
        var chat = vendors.NewChat();
        await SayAsync(mine, chat, 1, "hello");
        var work = Assert.Single(await mine.ClaimAsync());

        Assert.Equal(HttpStatusCode.OK, (await mine.CompleteAsync(work, "once")).Status);
        Assert.Equal(HttpStatusCode.OK, (await mine.CompleteAsync(work, "once")).Status);

        Assert.Single(await mine.Client.OutboxReachesAsync(chat, "sent"));
        var run = (await mine.Client.OrganizationAsync(HttpMethod.Get, $"/runs/{work["id"]}"))["run"]!;
        Assert.Equal(("succeeded", "once"), ((string)run["status"]!, (string)run["output"]!["text"]!));
    }

    [Fact]
    public async Task A_failure_that_may_pass_comes_again_and_one_that_will_not_lets_the_next_turn_go_on()
    {
        using var mine = await StartAsync("work-fail");
        var chat = vendors.NewChat();
        await SayAsync(mine, chat, 1, "first");
        await SayAsync(mine, chat, 2, "second");
        await using var probe = await DatabaseProbe.OpenAsync(vendors.DataFolder);

        var attempt = Assert.Single(await mine.ClaimAsync());
        Assert.Equal(HttpStatusCode.OK, (await mine.FailAsync(attempt, retryable: true)).Status);
        Assert.Empty(await mine.ClaimAsync());
        var run = (await mine.Client.OrganizationAsync(HttpMethod.Get, $"/runs/{attempt["id"]}"))["run"]!;
        Assert.Equal("queued", (string?)run["status"]);
        Assert.True((DateTimeOffset)run["nextAttemptAt"]! > (DateTimeOffset)run["createdAt"]!);

        await probe.ExecuteAsync($"UPDATE runs SET next_attempt_at = now() WHERE id = '{attempt["id"]}'");
        var again = Assert.Single(await mine.ClaimAsync());
        Assert.Equal(((string)attempt["id"]!, 2), ((string)again["id"]!, (int)again["attempt"]!));
        Assert.Equal(HttpStatusCode.OK, (await mine.FailAsync(again, retryable: false)).Status);

        var next = Assert.Single(await mine.ClaimAsync());
        Assert.Equal("second", (string?)next["input"]!["text"]);
        run = (await mine.Client.OrganizationAsync(HttpMethod.Get, $"/runs/{attempt["id"]}"))["run"]!;
        Assert.Equal(("failed", "it broke"), ((string)run["status"]!, (string)run["error"]!));
    }

    [Fact]
    public async Task Work_that_no_worker_ever_ends_times_out_after_its_attempts()
    {
        using var mine = await StartAsync("work-timeout");
        var workflow = await mine.Client.AddWorkflowAsync("telegram");
        var account = await mine.Client.OrganizationAsync(HttpMethod.Get, "/channels/accounts");
        await mine.Client.OrganizationAsync(
            HttpMethod.Patch, $"/channels/accounts/{account["accounts"]![0]!["id"]}", new JsonObject { ["metadata"] = new JsonObject { ["sessionBridgeEnabled"] = false } });
        await SayAsync(mine, vendors.NewChat(), 1, "hello");
        await using var probe = await DatabaseProbe.OpenAsync(vendors.DataFolder);

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var work = Assert.Single(await mine.ClaimAsync());
            Assert.Equal(("workflow", attempt), ((string)work["kind"]!, (int)work["attempt"]!));
            await probe.ExecuteAsync($"UPDATE runs SET lease_until = now() - interval '1 second' WHERE id = '{work["id"]}'");
        }

        Assert.Empty(await mine.ClaimAsync());
        var run = Assert.Single(await mine.Client.RunsAsync(workflow))!;
        Assert.Equal(("timed_out", 3), ((string)run["status"]!, (int)run["attemptCount"]!));
    }

    private Task SayAsync(Worker worker, long chat, int number, string text) =>
        worker.Client.AcceptedAsync("telegram", worker.Key, Updates.Private(chat, number, text));

    private async Task<Worker> StartAsync(string key)
    {
        var client = await vendors.Host.NewOrganizationAsync(key, "pull");
        await client.AddPublicAccountAsync("telegram", key, vendors.Telegram.BotToken);
        var token = await client.OrganizationAsync(HttpMethod.Post, "/worker-tokens", new JsonObject { ["name"] = "worker" });
        return new Worker(vendors.Host, client, key, (string)token["token"]!);
    }

    private sealed record Worker(HostProcess Host, ApiClient Client, string Key, string Token) : IDisposable
    {
        public async Task<List<JsonNode>> ClaimAsync(int max = 5, int waitSeconds = 0, string worker = "w")
        {
            var (status, body) = await Host.WorkAsync(Token, "/claim", new() { ["worker"] = worker, ["max"] = max, ["waitSeconds"] = waitSeconds });
            Assert.Equal(HttpStatusCode.OK, status);
            return [.. body!["work"]!.AsArray().Select(item => item!)];
        }

        public Task<(HttpStatusCode Status, JsonNode? Body)> CompleteAsync(JsonNode work, string? reply) =>
            Host.WorkAsync(Token, $"/{work["id"]}/complete", new() { ["leaseToken"] = (string)work["leaseToken"]!, ["reply"] = reply });

        public Task<(HttpStatusCode Status, JsonNode? Body)> FailAsync(JsonNode work, bool retryable) =>
            Host.WorkAsync(Token, $"/{work["id"]}/fail", new() { ["leaseToken"] = (string)work["leaseToken"]!, ["error"] = "it broke", ["retryable"] = retryable });

        public void Dispose() => Client.Dispose();
    }
}

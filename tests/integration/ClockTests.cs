using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>The database's clock is wrong, or is set back and forth: it is said, and nothing happens twice.</summary>
public sealed class ClockTests(ClockHost clock) : IClassFixture<ClockHost>, IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public Task InitializeAsync() => clock.Database.ShiftAsync(TimeSpan.Zero);

    public Task DisposeAsync() => clock.Database.ShiftAsync(TimeSpan.Zero);

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task A_clock_that_differs_by_more_than_two_seconds_makes_health_degraded_and_not_down(int seconds)
    {
        await HealthIsAsync("ready");

        await clock.Database.ShiftAsync(TimeSpan.FromSeconds(seconds));
        var health = await HealthIsAsync("degraded");
        Assert.Equal("degraded", (string?)health["dependencies"]!["postgres"]!["state"]);
        Assert.StartsWith("clock differs by ", (string?)health["dependencies"]!["postgres"]!["detail"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await clock.Host.StatusAsync("/readyz"));

        await clock.Database.ShiftAsync(TimeSpan.FromSeconds(seconds / 3));
        await HealthIsAsync("ready");
    }

    [Fact]
    public async Task Work_that_is_claimed_is_not_given_to_a_second_worker_when_the_clock_is_set_back()
    {
        using var client = await clock.Host.NewOrganizationAsync("clock-back", "pull");
        var (worker, run) = await QueueTurnAsync(client);
        var claim = await ClaimAsync(worker, "first", waitSeconds: 5);
        Assert.Equal(run, (string?)claim!["id"]);

        await clock.Database.ShiftAsync(-Hour);

        Assert.Null(await ClaimAsync(worker, "second", waitSeconds: 2));
        Assert.Equal(HttpStatusCode.OK, await EndAsync(worker, claim, "heartbeat"));
        Assert.Equal(HttpStatusCode.OK, await EndAsync(worker, claim, "complete"));
        await clock.Database.ShiftAsync(TimeSpan.Zero);
        Assert.Null(await ClaimAsync(worker, "second", waitSeconds: 1));
        Assert.Equal(("succeeded", 1), await RunAsync(client, run));
    }

    [Fact]
    public async Task Work_whose_lease_a_leap_ended_is_done_by_one_of_the_two_workers_also_when_the_clock_is_set_back()
    {
        using var client = await clock.Host.NewOrganizationAsync("clock-leap", "pull");
        var (worker, run) = await QueueTurnAsync(client);
        var first = await ClaimAsync(worker, "first", waitSeconds: 5);

        await clock.Database.ShiftAsync(Hour);
        var second = await ClaimAsync(worker, "second", waitSeconds: 5);
        Assert.Equal((run, 2), ((string?)second!["id"], (int)second["attempt"]!));
        await clock.Database.ShiftAsync(-Hour);

        Assert.Equal(HttpStatusCode.Conflict, await EndAsync(worker, first!, "complete"));
        Assert.Equal(HttpStatusCode.OK, await EndAsync(worker, second, "complete"));
        Assert.Equal(HttpStatusCode.Conflict, await EndAsync(worker, first!, "complete"));
        await clock.Database.ShiftAsync(Hour);
        Assert.Null(await ClaimAsync(worker, "third", waitSeconds: 1));
        Assert.Equal(("succeeded", 2), await RunAsync(client, run));
    }

    [Fact]
    public async Task A_reply_that_waits_for_its_second_attempt_leaves_once_however_the_clock_is_set()
    {
        using var client = await clock.Host.NewOrganizationAsync("clock-retry");
        await client.AddPublicAccountAsync("telegram", "clock-retry", more: new JsonObject { ["webhookUrl"] = clock.Receiver.Url.ToString() });
        clock.Receiver.Faults.Add(new VendorFault.Error(500));
        await client.AcceptedAsync("telegram", "clock-retry", Messages.Direct("m-1", "first"));
        await client.OutboxReachesAsync("dm:u-1", "retrying");
        Assert.Single(clock.Receiver.Requests.All);

        // An hour before it is due, then long after, then before again.
        await clock.Database.ShiftAsync(-Hour);
        await clock.Database.ShiftAsync(TimeSpan.FromMinutes(10));
        await client.OutboxReachesAsync("dm:u-1", "sent");
        await clock.Database.ShiftAsync(-Hour);
        await client.AcceptedAsync("telegram", "clock-retry", Messages.Direct("m-2", "second"));
        await client.OutboxReachesAsync("dm:u-1", "sent", "sent");
        await clock.Database.ShiftAsync(TimeSpan.FromMinutes(10));
        await client.AcceptedAsync("telegram", "clock-retry", Messages.Direct("m-3", "third"));
        await client.OutboxReachesAsync("dm:u-1", "sent", "sent", "sent");

        var ids = clock.Receiver.Requests.All.Select(request => request.Id).ToList();
        Assert.Equal([ids[0], ids[0], ids[2], ids[3]], ids);
        Assert.Equal(3, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_pairing_request_that_expired_and_came_back_is_one_request_and_makes_one_entry()
    {
        using var client = await clock.Host.NewOrganizationAsync("clock-pairing");
        var account = await client.AddAccountAsync("telegram", "clock-pairing");
        Assert.Equal("dm_pairing_required", await client.ReasonOfAsync("telegram", "clock-pairing", Messages.Direct("m-1")));
        var request = (string)(await RequestsAsync(client)).Single()!["id"]!;

        await clock.Database.ShiftAsync(Hour);
        Assert.Equal("expired", (string?)(await RequestsAsync(client)).Single()!["status"]);
        await ControlApiTests.RefusedAsync(client, HttpStatusCode.Conflict, "PAIRING_REQUEST_EXPIRED", HttpMethod.Post, $"/channels/pairing/requests/{request}/approve", new JsonObject());

        Assert.Equal("dm_pairing_required", await client.ReasonOfAsync("telegram", "clock-pairing", Messages.Direct("m-2")));
        var renewed = (await RequestsAsync(client)).Single(found => (string?)found!["status"] == "pending")!;
        await clock.Database.ShiftAsync(-Hour);
        Assert.Equal("dm_pairing_required", await client.ReasonOfAsync("telegram", "clock-pairing", Messages.Direct("m-3")));
        var pending = (await RequestsAsync(client)).Where(found => (string?)found!["status"] == "pending").ToList();
        Assert.Equal((string?)renewed["code"], (string?)Assert.Single(pending)!["code"]);

        for (var i = 0; i < 2; i++)
            await client.OrganizationAsync(HttpMethod.Post, $"/channels/pairing/requests/{renewed["id"]}/approve", new JsonObject());
        await clock.Database.ShiftAsync(Hour);
        var entries = (await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}/allowlist"))["entries"]!.AsArray();
        Assert.Equal("u-1", (string?)Assert.Single(entries)!["subject"]);
        Assert.Equal("accepted", await client.ReasonOfAsync("telegram", "clock-pairing", Messages.Direct("m-4")));
    }

    [Fact]
    public async Task A_message_that_comes_again_at_another_time_is_the_same_message()
    {
        using var client = await clock.Host.NewOrganizationAsync("clock-repeat", "none");
        await client.AddPublicAccountAsync("telegram", "clock-repeat");
        var workflow = await client.AddWorkflowAsync("telegram");
        Assert.Equal("accepted", await client.ReasonOfAsync("telegram", "clock-repeat", Messages.Direct("m-1")));
        foreach (var shift in (TimeSpan[])[-Hour, Hour, TimeSpan.Zero])
        {
            await clock.Database.ShiftAsync(shift);
            Assert.Equal("duplicate_message", await client.ReasonOfAsync("telegram", "clock-repeat", Messages.Direct("m-1")));
        }

        Assert.Single(await client.RunsAsync(workflow));
    }

    private async Task<JsonNode> HealthIsAsync(string status)
    {
        JsonNode? health = null;
        await Wait.UntilAsync(
            async () =>
            {
                var answer = await RawHttp.SendAsync(HttpMethod.Get, new Uri(clock.Host.Health, "/healthz"));
                health = answer.Json;
                return answer.Status == 200 && (string?)health!["status"] == status;
            },
            () => $"health is {status}; it is {health?.ToJsonString()}",
            TimeSpan.FromSeconds(20));
        return health!;
    }

    private static async Task<(string Worker, string Run)> QueueTurnAsync(ApiClient client)
    {
        var worker = (string)(await client.OrganizationAsync(HttpMethod.Post, "/worker-tokens", new JsonObject { ["name"] = "w" }))["token"]!;
        var session = (string)(await client.OrganizationAsync(HttpMethod.Post, "/sessions", new JsonObject()))["session"]!["id"]!;
        var turn = await client.OrganizationAsync(HttpMethod.Post, $"/sessions/{session}/turns", new JsonObject { ["text"] = "x" });
        return (worker, (string)turn["run"]!["id"]!);
    }

    private async Task<JsonNode?> ClaimAsync(string worker, string name, int waitSeconds)
    {
        var (status, answer) = await clock.Host.WorkAsync(worker, "/claim", new JsonObject { ["worker"] = name, ["waitSeconds"] = waitSeconds });
        Assert.Equal(HttpStatusCode.OK, status);
        return answer!["work"]!.AsArray().SingleOrDefault();
    }

    private async Task<HttpStatusCode> EndAsync(string worker, JsonNode claim, string how) =>
        (await clock.Host.WorkAsync(worker, $"/{claim["id"]}/{how}", new JsonObject { ["leaseToken"] = (string?)claim["leaseToken"] })).Status;

    private static async Task<(string Status, int Attempts)> RunAsync(ApiClient client, string run)
    {
        var found = (await client.OrganizationAsync(HttpMethod.Get, $"/runs/{run}"))["run"]!;
        return ((string)found["status"]!, (int)found["attemptCount"]!);
    }

    private static async Task<JsonArray> RequestsAsync(ApiClient client) =>
        (await client.OrganizationAsync(HttpMethod.Get, "/channels/pairing/requests"))["requests"]!.AsArray();
}

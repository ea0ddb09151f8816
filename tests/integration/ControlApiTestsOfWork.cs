using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>Workflows, runs, sessions, workers and quotas.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class ControlApiTestsOfWork(SharedHost shared)
{
    private const string Nobody = "11111111-1111-7111-8111-111111111111";

    [Theory]
    [InlineData("[]", "dsl")]
    [InlineData("{}", "dsl.version")]
    [InlineData("""{"version":"v1","trigger":{"type":"trigger.manual"},"nodes":[{"id":"a","type":"t"}]}""", "dsl.version")]
    [InlineData("""{"version":"v2","nodes":[{"id":"a","type":"t"}]}""", "dsl.trigger")]
    [InlineData("""{"version":"v2","trigger":{"type":"trigger.odd"},"nodes":[{"id":"a","type":"t"}]}""", "dsl.trigger.type")]
    [InlineData("""{"version":"v2","trigger":{"type":"trigger.manual"},"nodes":[]}""", "dsl.nodes")]
    [InlineData("""{"version":"v2","trigger":{"type":"trigger.manual"},"nodes":[{"id":"a","type":"t"},{"id":"a","type":"t"}]}""", "dsl.nodes[1].id")]
    [InlineData("""{"version":"v2","trigger":{"type":"trigger.channel"},"nodes":[{"id":"a","type":"t"}]}""", "dsl.trigger.config")]
    [InlineData("""{"version":"v2","trigger":{"type":"trigger.channel","config":{"channelId":"fax"}},"nodes":[{"id":"a","type":"t"}]}""", "dsl.trigger.config.channelId")]
    [InlineData("""{"version":"v2","trigger":{"type":"trigger.channel","config":{"channelId":"irc","event":"odd"}},"nodes":[{"id":"a","type":"t"}]}""", "dsl.trigger.config.event")]
    [InlineData("""{"version":"v2","trigger":{"type":"trigger.channel","config":{"channelId":"irc","match":{"textContains":""}}},"nodes":[{"id":"a","type":"t"}]}""", "dsl.trigger.config.match.textContains")]
    [InlineData("""{"version":"v3","trigger":{"type":"trigger.manual"},"graph":{"nodes":{}}}""", "dsl.graph.nodes")]
    public async Task A_workflow_that_could_not_run_is_refused_with_the_place(string dsl, string field)
    {
        using var client = await ApiClient.SignInAsync(shared.Host);
        var (status, answer) = await client.InOrganizationAsync(HttpMethod.Post, "/workflows", new JsonObject { ["name"] = "w", ["dsl"] = JsonNode.Parse(dsl) });
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), (status, (string?)answer!["code"]));
        Assert.NotNull(answer["details"]!["fieldErrors"]![field]);
    }

    [Fact]
    public async Task A_draft_fires_only_once_it_is_published_and_its_runs_are_listed_in_pages()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "workflows@example.com");
        await client.AddOpenAccountAsync("telegram", "workflows");
        var dsl = JsonNode.Parse("""{"version":"v3","trigger":{"type":"trigger.channel","config":{"channelId":"telegram","match":{"textContains":"GO"}}},"graph":{"nodes":{"n":{"id":"n","type":"agent.execute"}},"edges":[]}}""");
        var workflow = (await client.OrganizationAsync(HttpMethod.Post, "/workflows", new JsonObject { ["name"] = "w", ["dsl"] = dsl }))["workflow"]!;
        Assert.Equal(("draft", 1), ((string?)workflow["status"], (int)workflow["revision"]!));
        var id = (string)workflow["id"]!;
        Assert.Equal(0, await TriggeredAsync(client, "workflows", "before"));
        var published = await client.OrganizationAsync(HttpMethod.Post, $"/workflows/{id}/publish", new JsonObject());
        Assert.Equal("published", (string?)published["workflow"]!["status"]);
        await client.OrganizationAsync(HttpMethod.Post, $"/workflows/{id}/publish");
        await ControlApiTests.RefusedAsync(client, HttpStatusCode.NotFound, "NOT_FOUND", HttpMethod.Post, $"/workflows/{Nobody}/publish");

        for (var i = 0; i < 5; i++)
            Assert.Equal(1, await TriggeredAsync(client, "workflows", $"m-{i}", "let us go"));
        Assert.Equal(0, await TriggeredAsync(client, "workflows", "other", "stay"));

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await client.OrganizationAsync(HttpMethod.Get, $"/workflows/{id}/runs?limit=2{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            Assert.InRange(page["runs"]!.AsArray().Count, 1, 2);
            seen.AddRange(page["runs"]!.AsArray().Select(run => (string)run!["input"]!["providerMessageId"]!));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);
        Assert.Equal(["m-4", "m-3", "m-2", "m-1", "m-0"], seen);

        var newest = (await client.RunsAsync(id))[0]!;
        foreach (var run in (JsonNode[])[newest, (await client.OrganizationAsync(HttpMethod.Get, $"/workflows/{id}/runs/{newest["id"]}"))["run"]!, (await client.OrganizationAsync(HttpMethod.Get, $"/runs/{newest["id"]}"))["run"]!])
        {
            Assert.Equal(("channel", "channel.internal", "queued", 0, 3), ((string?)run["triggerType"], (string?)run["triggerSource"], (string?)run["status"], (int)run["attemptCount"]!, (int)run["maxAttempts"]!));
            Assert.Equal("let us go", (string?)run["input"]!["text"]);
        }

        await ControlApiTests.RefusedAsync(client, HttpStatusCode.NotFound, "NOT_FOUND", HttpMethod.Get, $"/workflows/{Nobody}/runs");
        await ControlApiTests.RefusedAsync(client, HttpStatusCode.NotFound, "NOT_FOUND", HttpMethod.Get, $"/workflows/{id}/runs/{Nobody}");
    }

    [Fact]
    public async Task A_session_is_opened_takes_turns_and_shows_them()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "sessions@example.com");
        await client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "echo" });
        var session = (await client.OrganizationAsync(HttpMethod.Post, "/sessions", new JsonObject { ["title"] = "talk" }))["session"]!;
        var turn = (await client.OrganizationAsync(HttpMethod.Post, $"/sessions/{session["id"]}/turns", new JsonObject { ["text"] = "hello" }))["run"]!;
        await Wait.UntilAsync(
            async () => (string?)(await client.OrganizationAsync(HttpMethod.Get, $"/runs/{turn["id"]}"))["run"]!["status"] == "succeeded", "the turn has succeeded");

        var shown = await client.OrganizationAsync(HttpMethod.Get, $"/sessions/{session["id"]}");
        Assert.Equal("talk", (string?)shown["session"]!["title"]);
        Assert.Equal("turn", (string?)Assert.Single(shown["turns"]!.AsArray())!["kind"]);
        Assert.Single((await client.OrganizationAsync(HttpMethod.Get, "/sessions"))["sessions"]!.AsArray());
        await ControlApiTests.RefusedAsync(client, HttpStatusCode.NotFound, "NOT_FOUND", HttpMethod.Post, $"/sessions/{Nobody}/turns", new JsonObject { ["text"] = "x" });
        await ControlApiTests.RefusedAsync(client, HttpStatusCode.BadRequest, "BAD_REQUEST", HttpMethod.Post, $"/sessions/{session["id"]}/turns", new JsonObject { ["text"] = "" });
    }

    [Fact]
    public async Task A_worker_claims_with_a_token_of_its_organisation_until_that_is_revoked()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "worker@example.com");
        using var other = await ApiClient.SignUpAsync(shared.Host, "worker-other@example.com");
        var made = await client.OrganizationAsync(HttpMethod.Post, "/worker-tokens", new JsonObject { ["name"] = "laptop" });
        var token = (string)made["token"]!;
        var foreign = (string)(await other.OrganizationAsync(HttpMethod.Post, "/worker-tokens", new JsonObject { ["name"] = "theirs" }))["token"]!;
        Assert.DoesNotContain(token, (await client.OrganizationAsync(HttpMethod.Get, "/worker-tokens")).ToJsonString(), StringComparison.Ordinal);
        await client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "pull" });
        await client.AddOpenAccountAsync("telegram", "worker");
        await client.ReasonOfAsync("telegram", "worker", Messages.Direct("m-1"));

        Assert.Empty((await WorkAsync(foreign, "claim", Claim)).Json!["work"]!.AsArray());
        var work = Assert.Single((await WorkAsync(token, "claim", Claim)).Json!["work"]!.AsArray())!;
        Assert.Equal(("turn", "hello", 1), ((string?)work["kind"], (string?)work["input"]!["text"], (int)work["attempt"]!));
        var lease = new JsonObject { ["leaseToken"] = (string)work["leaseToken"]! };
        Assert.Equal(404, (await WorkAsync(foreign, $"{work["id"]}/heartbeat", lease)).Status);
        Assert.Equal(404, (await WorkAsync(foreign, $"{work["id"]}/complete", lease)).Status);
        Assert.Equal("LEASE_LOST", (await WorkAsync(token, $"{work["id"]}/heartbeat", new JsonObject { ["leaseToken"] = Nobody })).Code);
        Assert.Equal(200, (await WorkAsync(token, $"{work["id"]}/heartbeat", lease)).Status);
        lease["reply"] = "hello yourself";
        Assert.Equal(200, (await WorkAsync(token, $"{work["id"]}/complete", lease)).Status);
        Assert.Equal(200, (await WorkAsync(token, $"{work["id"]}/complete", lease)).Status);
        await Wait.UntilAsync(
            async () => (await client.OrganizationAsync(HttpMethod.Get, "/outbox?status=sent"))["entries"]!.AsArray().Count(entry => (string?)entry!["payload"]!["text"] == "hello yourself") == 1,
            "the reply has left once");

        await client.OrganizationAsync(HttpMethod.Delete, $"/worker-tokens/{made["id"]}");
        Assert.Equal(401, (await WorkAsync(token, "claim", Claim)).Status);
        Assert.Equal(401, (await WorkAsync(SharedHost.ServiceToken, "claim", Claim)).Status);
        Assert.Equal(401, (await WorkAsync(client.Token, "claim", Claim)).Status);
        await ControlApiTests.RefusedAsync(client, HttpStatusCode.NotFound, "NOT_FOUND", HttpMethod.Delete, $"/worker-tokens/{made["id"]}");
    }

    [Fact]
    public async Task A_trigger_beyond_the_quota_is_held_back_not_counted_and_admitted_later()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "quota@example.com");
        using var @operator = await ApiClient.SignInAsync(shared.Host);
        var account = await client.AddOpenAccountAsync("telegram", "quota", more: new JsonObject { ["metadata"] = new JsonObject { ["sessionBridgeEnabled"] = false } });
        var workflow = await client.AddWorkflowAsync("telegram");
        var token = (string)(await client.OrganizationAsync(HttpMethod.Post, "/worker-tokens", new JsonObject { ["name"] = "w" }))["token"]!;
        await LimitAsync("inflightRunLimit", 1);

        Assert.Equal(1, await TriggeredAsync(client, "quota", "m-1"));
        Assert.Equal(0, await TriggeredAsync(client, "quota", "m-2"));
        Assert.Equal(1, (int)(await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}/status"))["status"]!["pendingTriggers"]!);
        Assert.Equal([false, true], (await client.RunsAsync(workflow)).Select(run => (bool)run!["admitted"]!));
        Assert.Equal((429, "ORG_RUN_INFLIGHT_LIMIT_EXCEEDED"), await TriggerRunAsync());

        var first = Assert.Single((await WorkAsync(token, "claim", Claim)).Json!["work"]!.AsArray())!;
        Assert.Empty((await WorkAsync(token, "claim", Claim)).Json!["work"]!.AsArray());
        Assert.Equal(200, (await WorkAsync(token, $"{first["id"]}/complete", new JsonObject { ["leaseToken"] = (string)first["leaseToken"]! })).Status);
        JsonArray second = [];
        await Wait.UntilAsync(
            async () => (second = (await WorkAsync(token, "claim", Claim)).Json!["work"]!.AsArray()).Count == 1, "the run that was held back is admitted");
        Assert.Equal("m-2", (string?)second[0]!["input"]!["providerMessageId"]);

        await LimitAsync("inflightRunLimit", null);
        await LimitAsync("monthlyRunLimit", 2);
        Assert.Equal((429, "ORG_RUN_QUOTA_EXCEEDED"), await TriggerRunAsync());
        await LimitAsync("monthlyRunLimit", null);
        Assert.Equal((201, null), await TriggerRunAsync());

        async Task LimitAsync(string name, int? limit)
        {
            var answer = await RawHttp.SendAsync(
                HttpMethod.Patch,
                new Uri(shared.Host.Control, $"/v1/orgs/{client.Organization}"),
                Encoding.UTF8.GetBytes(new JsonObject { [name] = limit }.ToJsonString()),
                headers: [("authorization", $"Bearer {@operator.Token}"), ("x-org-id", client.Organization)]);
            Assert.Equal((200, limit), (answer.Status, (int?)answer.Json!["organization"]![name]));
        }

        async Task<(int, string?)> TriggerRunAsync()
        {
            var answer = await RawHttp.PostAsync(
                new Uri(shared.Host.Control, "/internal/v1/channels/trigger-run"),
                new JsonObject { ["organizationId"] = client.Organization, ["workflowId"] = workflow, ["requestedByUserId"] = Nobody, ["payload"] = null }.ToJsonString(),
                ("x-service-token", SharedHost.ServiceToken));
            return (answer.Status, answer.Code);
        }
    }

    [Fact]
    public async Task A_run_is_asked_for_with_either_service_token_and_every_refusal_has_its_status()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "trigger-run@example.com");
        var published = await client.AddWorkflowAsync("telegram");
        var draft = (string)(await client.OrganizationAsync(
            HttpMethod.Post,
            "/workflows",
            new JsonObject { ["name"] = "draft", ["dsl"] = JsonNode.Parse("""{"version":"v2","trigger":{"type":"trigger.manual"},"nodes":[{"id":"a","type":"t"}]}""") }))["workflow"]!["id"]!;
        var sound = Body(published);
        (string Name, int Status, string? Code, string Body, (string, string)[] Headers)[] cases =
        [
            ("current token", 201, null, sound, [("x-service-token", SharedHost.ServiceToken)]),
            ("token before it", 201, null, sound, [("x-service-token", SharedHost.PreviousServiceToken)]),
            ("the other header", 201, null, sound, [("x-gateway-token", SharedHost.ServiceToken)]),
            ("the other header does not help a wrong first", 401, "UNAUTHORIZED", sound, [("x-service-token", "x"), ("x-gateway-token", SharedHost.ServiceToken)]),
            ("no token", 401, "UNAUTHORIZED", sound, []),
            ("an empty token", 401, "UNAUTHORIZED", sound, [("x-service-token", "")]),
            ("the development token", 401, "UNAUTHORIZED", sound, [("x-service-token", "dev-gateway-token")]),
            ("no token and no JSON: the token comes first", 401, "UNAUTHORIZED", "{", []),
            ("no JSON", 400, "BAD_REQUEST", "{", Service),
            ("nothing", 400, "BAD_REQUEST", "{}", Service),
            ("an id that is none", 400, "BAD_REQUEST", Body("w"), Service),
            ("one key too many", 400, "BAD_REQUEST", sound[..^1] + ",\"more\":1}", Service),
            ("no such workflow", 404, "NOT_FOUND", Body(Nobody), Service),
            ("another organisation's workflow", 404, "NOT_FOUND", Body(published, Nobody), Service),
            ("a draft", 409, "CONFLICT", Body(draft), Service),
        ];
        foreach (var (name, status, code, body, headers) in cases)
        {
            var answer = await RawHttp.PostAsync(new Uri(shared.Host.Control, "/internal/v1/channels/trigger-run"), body, headers);
            Assert.True((status, code) == (answer.Status, answer.Code), $"{name}: expected {status} {code}, got {answer.Status} {answer.Text}");
        }

        var runs = await client.RunsAsync(published);
        Assert.Equal(3, runs.Count);
        Assert.All(runs, run =>
        {
            Assert.Equal(("queued", "channel", "channel.internal", 3), ((string?)run!["status"], (string?)run["triggerType"], (string?)run["triggerSource"], (int)run["maxAttempts"]!));
            Assert.Equal("""{"any":["json",1,null]}""", run["input"]!.ToJsonString());
            Assert.True(run["triggerKey"] is null && run["triggeredAt"] is null && run["output"] is null && run["error"] is null && run["startedAt"] is null);
        });

        string Body(string workflow, string? organization = null) => new JsonObject
        {
            ["organizationId"] = organization ?? client.Organization,
            ["workflowId"] = workflow,
            ["requestedByUserId"] = Nobody,
            ["payload"] = JsonNode.Parse("""{"any":["json",1,null]}"""),
        }.ToJsonString();
    }

    private static (string, string)[] Service => [("x-service-token", SharedHost.ServiceToken)];

    private static JsonObject Claim => new() { ["worker"] = "laptop", ["max"] = 1 };

    private Task<RawAnswer> WorkAsync(string token, string path, JsonNode body) =>
        RawHttp.PostAsync(new Uri(shared.Host.Control, "/internal/v1/work/" + path), body.ToJsonString(), ("authorization", $"Bearer {token}"));

    private static async Task<int> TriggeredAsync(ApiClient client, string key, string id, string text = "hello")
    {
        var (_, answer) = await client.IngressAsync("telegram", key, Messages.Direct(id, text));
        Assert.Equal("accepted", (string?)answer!["reason"]);
        return (int)answer["workflowsTriggered"]!;
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>A conversation decides one message at a time, on what holds at that moment.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class ConversationTests(SharedHost shared)
{
    [Fact]
    public async Task Eight_first_messages_at_once_all_get_in_and_share_one_session()
    {
        using var client = await shared.Host.NewOrganizationAsync("conversation-race", "pull");
        await client.AddPublicAccountAsync("telegram", "conversation-race");

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => client.IngressAsync("telegram", "conversation-race", Messages.Direct($"m-{number}", $"m{number}"))));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Accepted, "accepted", true), (answer.Status, (string)answer.Body!["reason"]!, (bool)answer.Body["sessionRouted"]!)));
        var session = Assert.Single((await client.OrganizationAsync(HttpMethod.Get, "/sessions"))["sessions"]!.AsArray());
        var detail = await client.OrganizationAsync(HttpMethod.Get, $"/sessions/{session!["id"]}?limit=50");
        Assert.Equal(
            Enumerable.Range(1, 8).Select(number => $"m{number}"),
            detail["turns"]!.AsArray().Select(turn => (string)turn!["input"]!["text"]!).Order(StringComparer.Ordinal));
        Assert.Equal("dm:u-1", (string?)session["conversationId"]);
    }

    [Fact]
    public async Task The_same_message_eight_times_at_once_is_one_message_with_one_set_of_figures()
    {
        using var client = await shared.Host.NewOrganizationAsync("conversation-repeat", "pull");
        await client.AddPublicAccountAsync("telegram", "conversation-repeat");
        var workflow = await client.AddWorkflowAsync("telegram");

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(_ => client.IngressAsync("telegram", "conversation-repeat", Messages.Direct("m-1"))));

        Assert.Equal(7, answers.Count(answer => (string?)answer.Body!["reason"] == "duplicate_message"));
        Assert.All(
            answers,
            answer => Assert.Equal((true, true, 1), ((bool)answer.Body!["accepted"]!, (bool)answer.Body["sessionRouted"]!, (int)answer.Body["workflowsTriggered"]!)));
        Assert.Single(await client.RunsAsync(workflow));
        var session = Assert.Single((await client.OrganizationAsync(HttpMethod.Get, "/sessions"))["sessions"]!.AsArray());
        Assert.Single((await client.OrganizationAsync(HttpMethod.Get, $"/sessions/{session!["id"]}"))["turns"]!.AsArray());
    }

    [Fact]
    public async Task A_message_that_was_dropped_is_looked_at_again_once_its_sender_is_approved()
    {
        using var client = await shared.Host.NewOrganizationAsync("conversation-readmit", "pull");
        var account = await client.AddAccountAsync("telegram", "conversation-readmit");
        var workflow = await client.AddWorkflowAsync("telegram");
        var message = Messages.Direct("m-1");
        Assert.Equal("dm_pairing_required", await client.ReasonOfAsync("telegram", "conversation-readmit", message));
        Assert.Equal("dm_pairing_required", await client.ReasonOfAsync("telegram", "conversation-readmit", message));

        var request = Assert.Single((await client.OrganizationAsync(HttpMethod.Get, $"/channels/pairing/requests?accountId={account}"))["requests"]!.AsArray());
        await client.OrganizationAsync(HttpMethod.Post, $"/channels/pairing/requests/{request!["id"]}/approve");

        Assert.Equal("accepted", await client.ReasonOfAsync("telegram", "conversation-readmit", message));
        Assert.Equal("duplicate_message", await client.ReasonOfAsync("telegram", "conversation-readmit", message));
        Assert.Single(await client.RunsAsync(workflow));
        var stored = (await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}/messages"))["messages"]!.AsArray();
        Assert.Equal("accepted", (string?)Assert.Single(stored)!["status"]);
    }

    [Fact]
    public async Task What_an_operator_changes_by_plain_sql_holds_from_the_next_message_on()
    {
        using var client = await shared.Host.NewOrganizationAsync("conversation-sql", "none");
        var account = await client.AddPublicAccountAsync("telegram", "conversation-sql");
        await using var probe = await DatabaseProbe.OpenAsync(shared.DataFolder);
        (string Sql, string Reason)[] changes =
        [
            ("SELECT 1", "accepted"),
            ($"UPDATE channel_accounts SET dm_policy = 'disabled' WHERE id = '{account}'", "dm_disabled"),
            ($"UPDATE channel_accounts SET dm_policy = 'allowlist' WHERE id = '{account}'", "dm_allowlist_denied"),
            ($"INSERT INTO channel_allowlist_entries (id, organization_id, account_id, scope, subject) VALUES (gen_random_uuid(), '{client.Organization}', '{account}', 'dm', 'u-1')", "accepted"),
            ($"DELETE FROM channel_allowlist_entries WHERE account_id = '{account}' AND subject = 'u-1'", "dm_allowlist_denied"),
            ($"UPDATE channel_accounts SET dm_policy = 'open' WHERE id = '{account}'", "accepted"),
            ($"DELETE FROM channel_allowlist_entries WHERE account_id = '{account}'", "dm_open_requires_wildcard"),
            ($"UPDATE channel_accounts SET enabled = false WHERE id = '{account}'", "account_disabled"),
            ($"UPDATE channel_accounts SET enabled = true WHERE id = '{account}'", "dm_open_requires_wildcard"),
            ($"UPDATE organizations SET channel_runtime_enabled = false WHERE id = '{client.Organization}'", "channel_disabled"),
            ($"UPDATE organizations SET channel_runtime_enabled = true WHERE id = '{client.Organization}'", "dm_open_requires_wildcard"),
            ($"UPDATE channel_accounts SET dm_policy = 'nonsense' WHERE id = '{account}'", "dm_disabled"),
        ];

        for (var i = 0; i < changes.Length; i++)
        {
            await probe.ExecuteAsync(changes[i].Sql);
            var reason = await client.ReasonOfAsync("telegram", "conversation-sql", Messages.Direct($"m-{i}"));
            Assert.True(changes[i].Reason == reason, $"After {changes[i].Sql} the answer was {reason}, not {changes[i].Reason}.");
        }
    }

    [Fact]
    public async Task A_quota_holds_triggers_back_and_lets_them_through_when_there_is_room()
    {
        using var client = await shared.Host.NewOrganizationAsync("conversation-quota", "pull");
        using var operators = await ApiClient.SignInAsync(shared.Host);
        var limit = new JsonObject { ["inflightRunLimit"] = 2 };
        Assert.Equal(HttpStatusCode.Forbidden, (await client.InOrganizationAsync(HttpMethod.Patch, "", limit.DeepClone())).Status);
        await PatchAsync(operators, client.Organization, limit);
        var account = await client.AddPublicAccountAsync("telegram", "conversation-quota", more: new JsonObject { ["metadata"] = new JsonObject { ["sessionBridgeEnabled"] = false } });
        var workflow = await client.AddWorkflowAsync("telegram");

        var triggered = new List<int>();
        for (var number = 1; number <= 3; number++)
            triggered.Add((int)(await client.AcceptedAsync("telegram", "conversation-quota", Messages.Direct($"m-{number}")))["workflowsTriggered"]!);
        Assert.Equal([1, 1, 0], triggered);
        Assert.Equal(1, (int?)(await StatusAsync(client, account))["pendingTriggers"]);
        Assert.Equal([true, true, false], (await client.RunsAsync(workflow)).Select(run => (bool)run!["admitted"]!).Reverse());
        Assert.Equal((HttpStatusCode.TooManyRequests, "ORG_RUN_INFLIGHT_LIMIT_EXCEEDED"), await TriggerAsync(client, workflow));

        var worker = (string)(await client.OrganizationAsync(HttpMethod.Post, "/worker-tokens", new JsonObject { ["name"] = "w" }))["token"]!;
        var (_, claimed) = await shared.Host.WorkAsync(worker, "/claim", new() { ["worker"] = "w", ["max"] = 10 });
        Assert.Equal(2, claimed!["work"]!.AsArray().Count);
        var first = claimed["work"]![0]!;
        await shared.Host.WorkAsync(worker, $"/{first["id"]}/complete", new() { ["leaseToken"] = (string)first["leaseToken"]! });

        await Wait.UntilAsync(async () => (int?)(await StatusAsync(client, account))["pendingTriggers"] == 0, "the trigger that was held back is let through");
        var (_, next) = await shared.Host.WorkAsync(worker, "/claim", new() { ["worker"] = "w", ["max"] = 10, ["waitSeconds"] = 10 });
        Assert.Single(next!["work"]!.AsArray());

        await PatchAsync(operators, client.Organization, new JsonObject { ["inflightRunLimit"] = null, ["monthlyRunLimit"] = 3 });
        Assert.Equal((HttpStatusCode.TooManyRequests, "ORG_RUN_QUOTA_EXCEEDED"), await TriggerAsync(client, workflow));
        await PatchAsync(operators, client.Organization, new JsonObject { ["monthlyRunLimit"] = null });
        Assert.Equal(HttpStatusCode.Created, (await TriggerAsync(client, workflow)).Status);
    }

    [Fact]
    public async Task Turns_queue_in_order_while_the_session_is_busy_and_carry_their_text()
    {
        using var client = await shared.Host.NewOrganizationAsync("conversation-busy", "pull");
        await client.AddPublicAccountAsync("telegram", "conversation-busy");
        for (var number = 1; number <= 5; number++)
            await client.AcceptedAsync("telegram", "conversation-busy", Messages.Direct($"m-{number}", $"m{number}"));

        var session = (await client.OrganizationAsync(HttpMethod.Get, "/sessions"))["sessions"]![0]!;
        await client.OrganizationAsync(HttpMethod.Post, $"/sessions/{session["id"]}/turns", new JsonObject { ["text"] = "from the console" });
        var turns = (await client.OrganizationAsync(HttpMethod.Get, $"/sessions/{session["id"]}?limit=50"))["turns"]!.AsArray();

        Assert.Equal(["m1", "m2", "m3", "m4", "m5", "from the console"], turns.Select(turn => (string)turn!["input"]!["text"]!).Reverse());
        Assert.All(turns, turn => Assert.Equal("queued", (string?)turn!["status"]));
    }

    [Fact]
    public async Task The_session_bridge_can_be_off_or_lead_to_a_session_that_is_there()
    {
        using var client = await shared.Host.NewOrganizationAsync("conversation-bridge", "none");
        var session = (string)(await client.OrganizationAsync(HttpMethod.Post, "/sessions", new JsonObject { ["title"] = "support" }))["session"]!["id"]!;
        (string Key, JsonObject Metadata, bool Routed)[] table =
        [
            ("bridge-none", [], false),
            ("bridge-off", new JsonObject { ["sessionBridgeEnabled"] = false, ["defaultSessionId"] = session }, false),
            ("bridge-default", new JsonObject { ["defaultSessionId"] = session }, true),
            ("bridge-unknown", new JsonObject { ["defaultSessionId"] = Guid.Empty.ToString() }, false),
            ("bridge-nonsense", new JsonObject { ["defaultSessionId"] = "no uuid" }, false),
        ];
        foreach (var (key, metadata, routed) in table)
        {
            await client.AddPublicAccountAsync("telegram", key, more: new JsonObject { ["metadata"] = metadata });
            var answer = await client.AcceptedAsync("telegram", key, Messages.Direct("m-1", key));
            Assert.True(routed == (bool)answer["sessionRouted"]!, $"{key}: {answer.ToJsonString()}");
        }

        var detail = await client.OrganizationAsync(HttpMethod.Get, $"/sessions/{session}");
        Assert.Equal("bridge-default", (string?)Assert.Single(detail["turns"]!.AsArray())!["input"]!["text"]);
    }

    private static async Task<JsonNode> StatusAsync(ApiClient client, string account) =>
        (await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}/status"))["status"]!;

    private async Task PatchAsync(ApiClient operators, string organization, JsonObject limits)
    {
        var (status, answer) = await ChannelCalls.SendAsync(
            HttpMethod.Patch, new Uri(shared.Host.Control, $"/v1/orgs/{organization}"), limits, ("authorization", $"Bearer {operators.Token}"), ("x-org-id", organization));
        Assert.True(status == HttpStatusCode.OK, answer?.ToJsonString());
    }

    private async Task<(HttpStatusCode Status, string? Code)> TriggerAsync(ApiClient client, string workflow)
    {
        var me = (await client.ControlAsync(HttpMethod.Get, "/v1/me")).Body!;
        var (status, answer) = await ChannelCalls.PostAsync(
            new Uri(shared.Host.Control, "/internal/v1/channels/trigger-run"),
            new JsonObject
            {
                ["organizationId"] = client.Organization,
                ["workflowId"] = workflow,
                ["requestedByUserId"] = (string)me["user"]!["id"]!,
                ["payload"] = new JsonObject { ["text"] = "by hand" },
            },
            ("x-service-token", SharedHost.ServiceToken));
        return (status, (string?)answer!["code"]);
    }
}

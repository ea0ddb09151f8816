using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>What is one organisation's is nobody else's.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class TenancyTests(SharedHost shared)
{
    private const string Mark = "only-for-the-first-tenant";

    [Fact]
    public async Task Another_tenant_gets_nothing_on_any_route_whatever_ids_it_names()
    {
        var first = await TenantAsync("tenancy-first");
        using var owner = first.Client;
        using var intruder = await ApiClient.SignUpAsync(shared.Host, "tenancy-intruder@example.com");
        var worker = (string)(await intruder.OrganizationAsync(HttpMethod.Post, "/worker-tokens", new JsonObject { ["name"] = "w" }))["token"]!;
        var before = await StateAsync(first);
        var wrong = new List<string>();
        foreach (var route in await ControlRoutes.ReadAsync(shared.Host))
        {
            // In the first tenant's organisation, and with the first tenant's ids in one's own.
            foreach (var organization in (string[])[first.Client.Organization, intruder.Organization])
            {
                if (route.Scheme is null or "service" || route.Path is "/v1/auth/logout")
                    continue;
                var path = PathOf(route, organization, first.Ids);
                var answer = await RawHttp.SendAsync(
                    route.Method,
                    new Uri(shared.Host.Control, path),
                    route.HasBody ? Encoding.UTF8.GetBytes(BodyOf(route, first.Ids)) : null,
                    headers: route.Scheme == "worker" ? route.HeadersOf(intruder, worker) : [("authorization", $"Bearer {intruder.Token}"), ("x-org-id", organization)]);
                var foreign = path.Contains(first.Client.Organization, StringComparison.Ordinal);
                if (answer.Status >= 500 || answer.Text.Contains(Mark, StringComparison.Ordinal) || (foreign && answer.Status != 403))
                    wrong.Add($"{route.Method} {path}: {answer.Status} {answer.Text}");
                else if (!foreign && NamesForeignThing(route) && answer.Status is not (403 or 404))
                    wrong.Add($"{route.Method} {path} names a thing of the first tenant: {answer.Status} {answer.Text}");
                else if (answer.Status < 300 && first.Ids.Values.Any(id => answer.Text.Contains(id, StringComparison.Ordinal)))
                    wrong.Add($"{route.Method} {path} names ids of the first tenant: {answer.Text}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(before, await StateAsync(first));
    }

    [Fact]
    public async Task Fields_of_a_message_cannot_move_it_to_another_tenant()
    {
        using var first = await ApiClient.SignUpAsync(shared.Host, "tenancy-payload@example.com");
        using var other = await ApiClient.SignUpAsync(shared.Host, "tenancy-payload-other@example.com");
        var account = await first.AddOpenAccountAsync("telegram", "tenancy-payload");
        var theirs = await other.AddOpenAccountAsync("telegram", "tenancy-payload-other");
        var workflow = await other.AddWorkflowAsync("telegram");
        var message = Messages.Direct("m-1");
        foreach (var (name, value) in (IEnumerable<(string, string)>)
            [("organizationId", other.Organization), ("orgId", other.Organization), ("accountId", theirs), ("accountKey", "tenancy-payload-other"), ("workflowId", workflow), ("ingressKey", "x")])
            message[name] = value;

        var answer = await RawHttp.PostAsync(
            new Uri(shared.Host.Ingress, $"/ingress/channels/telegram/tenancy-payload?organizationId={other.Organization}&accountId={theirs}"),
            message.ToJsonString(), ("x-org-id", other.Organization), ("x-organization-id", other.Organization), ("x-account-id", theirs));

        Assert.Equal(("accepted", 0), (answer.Reason, (int)answer.Json!["workflowsTriggered"]!));
        var stored = (await first.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}/messages"))["messages"]!.AsArray();
        Assert.Equal(first.Organization, (string?)Assert.Single(stored)!["organizationId"]);
        Assert.Empty((await other.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{theirs}/messages"))["messages"]!.AsArray());
        Assert.Empty(await other.RunsAsync(workflow));
    }

    [Fact]
    public async Task A_channel_and_key_belong_to_one_tenant_until_it_lets_go_of_them()
    {
        using var first = await ApiClient.SignUpAsync(shared.Host, "tenancy-claim@example.com");
        using var second = await ApiClient.SignUpAsync(shared.Host, "tenancy-claim-second@example.com");
        var account = await first.AddOpenAccountAsync("telegram", "tenancy-claim");
        await first.ReasonOfAsync("telegram", "tenancy-claim", Messages.Direct("m-1", "of the first"));
        var claim = new JsonObject { ["channelId"] = "telegram", ["accountKey"] = "tenancy-claim" };
        await ControlApiTests.RefusedAsync(first, HttpStatusCode.Conflict, "CHANNEL_ACCOUNT_EXISTS", HttpMethod.Post, "/channels/accounts", claim.DeepClone());
        await ControlApiTests.RefusedAsync(second, HttpStatusCode.Conflict, "CHANNEL_ACCOUNT_EXISTS", HttpMethod.Post, "/channels/accounts", claim.DeepClone());
        await second.AddAccountAsync("irc", "tenancy-claim");

        await first.OrganizationAsync(HttpMethod.Delete, $"/channels/accounts/{account}");
        Assert.Equal("account_not_found", await first.ReasonOfAsync("telegram", "tenancy-claim", Messages.Direct("m-2")));
        var theirs = await second.AddOpenAccountAsync("telegram", "tenancy-claim");
        Assert.Equal("accepted", await second.ReasonOfAsync("telegram", "tenancy-claim", Messages.Direct("m-1", "of the second")));
        var stored = Assert.Single((await second.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{theirs}/messages"))["messages"]!.AsArray());
        Assert.Equal("of the second", (string?)stored!["text"]);
    }

    [Fact]
    public async Task A_workflow_of_one_tenant_is_not_fired_by_another_ones_messages()
    {
        using var first = await ApiClient.SignUpAsync(shared.Host, "tenancy-trigger@example.com");
        using var second = await ApiClient.SignUpAsync(shared.Host, "tenancy-trigger-second@example.com");
        var workflow = await first.AddWorkflowAsync("telegram");
        await second.AddOpenAccountAsync("telegram", "tenancy-trigger");

        var (_, answer) = await second.IngressAsync("telegram", "tenancy-trigger", Messages.Direct("m-1"));

        Assert.Equal(0, (int)answer!["workflowsTriggered"]!);
        Assert.Empty(await first.RunsAsync(workflow));
    }

    private async Task<(ApiClient Client, Dictionary<string, string> Ids)> TenantAsync(string name)
    {
        var client = await ApiClient.SignUpAsync(shared.Host, $"{name}@example.com");
        await client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "echo", ["name"] = Mark });
        var account = await client.AddAccountAsync("telegram", name, new JsonObject { ["displayName"] = Mark });
        await client.OrganizationAsync(HttpMethod.Put, $"/channels/accounts/{account}/allowlist", new JsonObject { ["scope"] = "sender", ["subject"] = "u-1" });
        await client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{account}/secrets", new JsonObject { ["name"] = "unused", ["value"] = Mark });
        var workflow = await client.AddWorkflowAsync("telegram");
        await client.ReasonOfAsync("telegram", name, Messages.Direct("m-1", Mark));
        await client.ReasonOfAsync("telegram", name, Messages.Direct("m-2", Mark, sender: "stranger"));
        await client.OrganizationAsync(HttpMethod.Post, "/sessions", new JsonObject { ["title"] = Mark });
        var token = await client.OrganizationAsync(HttpMethod.Post, "/worker-tokens", new JsonObject { ["name"] = Mark });
        await Wait.UntilAsync(
            async () => (await client.OrganizationAsync(HttpMethod.Get, "/outbox?status=sent"))["entries"]!.AsArray().Count == 1
                && (string?)(await client.RunsAsync(workflow))[0]!["status"] == "succeeded",
            "the first tenant's message is answered");
        return (client, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["accountId"] = account,
            ["workflowId"] = workflow,
            ["runId"] = (string)(await client.RunsAsync(workflow))[0]!["id"]!,
            ["requestId"] = (string)(await client.OrganizationAsync(HttpMethod.Get, "/channels/pairing/requests"))["requests"]![0]!["id"]!,
            ["sessionId"] = (string)(await client.OrganizationAsync(HttpMethod.Get, "/sessions"))["sessions"]![0]!["id"]!,
            ["entryId"] = (string)(await client.OrganizationAsync(HttpMethod.Get, "/outbox"))["entries"]![0]!["id"]!,
            ["tokenId"] = (string)token["id"]!,
            ["name"] = "unused",
            ["action"] = "stop",
        });
    }

    /// <summary>Whether the path names something by an id, the organisation aside.</summary>
    private static bool NamesForeignThing(ControlRoute route) => route.Path.Split('/').Any(segment => segment is ['{', ..] and not ("{orgId}" or "{name}" or "{action}"));

    private static string PathOf(ControlRoute route, string organization, Dictionary<string, string> ids) => string.Join('/', route.Path.Split('/').Select(segment =>
        segment == "{orgId}" ? organization : segment is ['{', .. var name, '}'] ? ids.GetValueOrDefault(name, ids["accountId"]) : segment));

    private static string BodyOf(ControlRoute route, Dictionary<string, string> ids) => (route.Method.Method, route.Path.Split('/')[^1]) switch
    {
        ("POST", "test-send") => """{"conversationId":"c","text":"x"}""",
        ("PUT" or "DELETE", "allowlist") => """{"scope":"sender","subject":"u-1"}""",
        ("POST", "secrets") => """{"name":"mine","value":"x"}""",
        ("PUT", "{name}") => """{"value":"x"}""",
        ("POST", "members") => """{"email":"tenancy-intruder@example.com","role":"owner"}""",
        ("PUT", "{userId}") => """{"role":"owner"}""",
        ("POST", "turns") => """{"text":"x"}""",
        ("POST", "redrive" or "purge") => $$"""{"ids":["{{ids["entryId"]}}"]}""",
        ("POST", "heartbeat" or "complete") => $$"""{"leaseToken":"{{ids["runId"]}}"}""",
        ("POST", "fail") => $$"""{"leaseToken":"{{ids["runId"]}}","error":"x"}""",
        ("POST", "claim") => """{"worker":"w"}""",
        ("POST", "orgs") => """{"name":"mine"}""",
        ("PATCH", "{accountId}") => """{"displayName":"mine"}""",
        ("POST", "interval") => """{"seconds":60}""",
        ("POST", "rollback") => """{"epoch":1}""",
        _ => "{}",
    };

    /// <summary>Everything of the first tenant that a stranger could have changed.</summary>
    private static async Task<string> StateAsync((ApiClient Client, Dictionary<string, string> Ids) tenant)
    {
        var account = tenant.Ids["accountId"];
        string[] paths =
        [
            "", "/channels/accounts", $"/channels/accounts/{account}/secrets", $"/channels/accounts/{account}/allowlist", $"/channels/accounts/{account}/messages",
            "/channels/pairing/requests", "/members", "/worker-tokens", "/workflows", "/sessions", "/outbox", $"/runs/{tenant.Ids["runId"]}", "/audit",
        ];
        var state = new StringBuilder();
        foreach (var path in paths)
            state.AppendLine((await tenant.Client.OrganizationAsync(HttpMethod.Get, path)).ToJsonString());
        return state.ToString();
    }
}

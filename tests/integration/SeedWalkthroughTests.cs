using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>The operator's day of the channel runtime's runbook, with its own commands.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class SeedWalkthroughTests(SharedHost shared)
{
    private static readonly string[] AnswerFields = ["ok", "accepted", "reason", "sessionRouted", "workflowsTriggered"];

    [Fact]
    public async Task A_stranger_is_refused_approved_and_then_answered()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "walkthrough@example.com");
        await client.InOrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "echo" });
        await client.AddAccountAsync("telegram", "main", new JsonObject { ["metadata"] = new JsonObject { ["transport"] = "stub" } });
        var workflow = await client.AddWorkflowAsync("telegram");

        var (status, refused) = await client.IngressAsync("telegram", "main", Message("m-1", "hello"));
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(AnswerFields, refused!.AsObject().Select(field => field.Key));
        Assert.Equal("dm_pairing_required", (string?)refused["reason"]);
        Assert.False((bool?)refused["accepted"]);

        var pending = await client.OrganizationAsync(HttpMethod.Get, "/channels/pairing/requests?status=pending");
        var request = Assert.Single(pending["requests"]!.AsArray());
        Assert.Equal("u-1", (string?)request!["requesterId"]);
        var approved = await client.OrganizationAsync(HttpMethod.Post, $"/channels/pairing/requests/{request["id"]}/approve");
        Assert.Equal("approved", (string?)approved["request"]!["status"]);

        // The vendor's retry of the very message that was refused gets through as well.
        var (_, readmitted) = await client.IngressAsync("telegram", "main", Message("m-1", "hello"));
        Assert.Equal("accepted", (string?)readmitted!["reason"]);
        var (_, accepted) = await client.IngressAsync("telegram", "main", Message("m-2", "hello again"));
        Assert.True((bool?)accepted!["accepted"]);
        Assert.True((bool?)accepted["sessionRouted"]);
        Assert.Equal(1, (int?)accepted["workflowsTriggered"]);

        await Wait.UntilAsync(
            async () => (await client.RunsAsync(workflow)).Count(run => (string?)run!["status"] == "succeeded") == 2, "both runs have succeeded");
        await Wait.UntilAsync(
            async () => (await SentAsync(client)).SequenceEqual(["echo: hello", "echo: hello again"]), "both replies have left in order");
    }

    [Fact]
    public async Task A_repeat_of_an_accepted_message_gives_the_stored_figures_and_no_second_run()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "repeat@example.com");
        var account = await client.AddAccountAsync("telegram", "repeat");
        await client.OrganizationAsync(HttpMethod.Put, $"/channels/accounts/{account}/allowlist", new JsonObject { ["scope"] = "sender", ["subject"] = "u-1" });
        var workflow = await client.AddWorkflowAsync("telegram");

        var (_, first) = await client.IngressAsync("telegram", "repeat", Message("m-1", "hello"));
        var (_, second) = await client.IngressAsync("telegram", "repeat", Message("m-1", "hello"));

        Assert.Equal("accepted", (string?)first!["reason"]);
        Assert.Equal("duplicate_message", (string?)second!["reason"]);
        Assert.True((bool?)second["accepted"]);
        Assert.Equal((int?)first["workflowsTriggered"], (int?)second["workflowsTriggered"]);
        Assert.Single(await client.RunsAsync(workflow));
    }

    [Fact]
    public async Task The_wildcard_command_of_the_runbook_opens_an_open_policy()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "wildcard@example.com");
        var account = await client.AddAccountAsync("telegram", "wildcard", new JsonObject { ["dmPolicy"] = "open" });

        var (_, before) = await client.IngressAsync("telegram", "wildcard", Message("m-1", "hello"));
        var (status, _) = await client.InOrganizationAsync(
            HttpMethod.Put, $"/channels/accounts/{account}/allowlist", new JsonObject { ["scope"] = "sender", ["subject"] = "*" });
        var (_, after) = await client.IngressAsync("telegram", "wildcard", Message("m-2", "hello"));

        Assert.Equal("dm_open_requires_wildcard", (string?)before!["reason"]);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("accepted", (string?)after!["reason"]);
    }

    private static JsonObject Message(string id, string text) => new()
    {
        ["senderId"] = "u-1",
        ["conversationId"] = "dm:u-1",
        ["text"] = text,
        ["messageId"] = id,
        ["isDirectMessage"] = true,
    };

    private static async Task<IEnumerable<string>> SentAsync(ApiClient client)
    {
        var outbox = await client.OrganizationAsync(HttpMethod.Get, "/outbox?status=sent");
        return outbox["entries"]!.AsArray().Select(entry => (string)entry!["payload"]!["text"]!).Reverse();
    }
}

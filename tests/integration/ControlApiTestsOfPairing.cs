using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>Strangers ask to talk; operators decide.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class ControlApiTestsOfPairing(SharedHost shared)
{
    private const int MostPending = 200;
    private const string Required = "dm_pairing_required";

    [Fact]
    public async Task A_stranger_has_one_request_however_often_it_writes()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "pairing-once@example.com");
        var account = await client.AddAccountAsync("telegram", "pairing-once");
        for (var i = 0; i < 3; i++)
            Assert.Equal(Required, await client.ReasonOfAsync("telegram", "pairing-once", Messages.Direct($"m-{i}")));

        var request = Assert.Single(await ListAsync(client, "?status=pending"))!;
        Assert.Matches("^[A-HJ-NP-Z2-9]{6}$", (string?)request["code"]);
        Assert.Equal(("dm", "u-1", account), ((string?)request["scope"], (string?)request["requesterId"], (string?)request["accountId"]));
        Assert.Single(await ListAsync(client, $"?accountId={account}"));
        Assert.Empty(await ListAsync(client, "?status=approved"));
    }

    [Fact]
    public async Task A_decision_holds_and_can_be_repeated_but_not_turned_round()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "pairing-decided@example.com");
        await client.AddAccountAsync("telegram", "pairing-decided");
        await client.ReasonOfAsync("telegram", "pairing-decided", Messages.Direct("m-1", sender: "friend"));
        await client.ReasonOfAsync("telegram", "pairing-decided", Messages.Direct("m-2", sender: "foe"));
        var requests = await ListAsync(client, "");
        var friend = Id(requests, "friend");
        var foe = Id(requests, "foe");

        var approved = (await DecideAsync(client, friend, "approve"))["request"]!;
        Assert.NotNull(approved["approvedAt"]);
        Assert.NotNull(approved["approvedByUserId"]);
        Assert.Equal("rejected", (string?)(await DecideAsync(client, foe, "reject"))["request"]!["status"]);
        await DecideAsync(client, friend, "approve");
        await DecideAsync(client, foe, "reject");
        await RefusedAsync(client, $"{friend}/reject", HttpStatusCode.Conflict, "PAIRING_REQUEST_DECIDED");
        await RefusedAsync(client, $"{foe}/approve", HttpStatusCode.Conflict, "PAIRING_REQUEST_DECIDED");
        await RefusedAsync(client, "11111111-1111-7111-8111-111111111111/approve", HttpStatusCode.NotFound, "NOT_FOUND");
        await RefusedAsync(client, "odd/approve", HttpStatusCode.BadRequest, "BAD_REQUEST");

        Assert.Equal("accepted", await client.ReasonOfAsync("telegram", "pairing-decided", Messages.Direct("m-3", sender: "friend")));
        Assert.Equal(Required, await client.ReasonOfAsync("telegram", "pairing-decided", Messages.Direct("m-4", sender: "foe")));
    }

    [Fact]
    public async Task A_request_that_ran_out_cannot_be_approved_and_the_next_message_makes_a_new_one()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "pairing-late@example.com");
        await client.AddAccountAsync("telegram", "pairing-late");
        await client.ReasonOfAsync("telegram", "pairing-late", Messages.Direct("m-1"));
        var late = Id(await ListAsync(client, ""), "u-1");
        await using (var probe = await DatabaseProbe.OpenAsync(shared.DataFolder))
            await probe.ExecuteAsync($"UPDATE channel_pairing_requests SET expires_at = now() - interval '1 second' WHERE id = '{late}'");

        await RefusedAsync(client, $"{late}/approve", HttpStatusCode.Conflict, "PAIRING_REQUEST_EXPIRED");
        Assert.Equal("expired", (string?)Assert.Single(await ListAsync(client, "?status=expired"))!["status"]);
        Assert.Equal(Required, await client.ReasonOfAsync("telegram", "pairing-late", Messages.Direct("m-2")));

        await DecideAsync(client, Id(await ListAsync(client, "?status=pending"), "u-1"), "approve");
        Assert.Equal("accepted", await client.ReasonOfAsync("telegram", "pairing-late", Messages.Direct("m-3")));
    }

    [Fact]
    public async Task An_account_keeps_at_most_200_requests_pending()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "pairing-many@example.com");
        var account = await client.AddAccountAsync("telegram", "pairing-many");
        await Parallel.ForAsync(0, MostPending + 20, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            Assert.Equal(Required, await client.ReasonOfAsync("telegram", "pairing-many", Messages.Direct("m-1", sender: $"u-{i}"))));

        await using var probe = await DatabaseProbe.OpenAsync(shared.DataFolder);
        Assert.Equal(MostPending, await probe.CountAsync($"SELECT count(*) FROM channel_pairing_requests WHERE account_id = '{account}' AND status = 'pending'"));
    }

    private static async Task<JsonArray> ListAsync(ApiClient client, string query) =>
        (await client.OrganizationAsync(HttpMethod.Get, "/channels/pairing/requests" + query))["requests"]!.AsArray();

    private static Task<JsonNode> DecideAsync(ApiClient client, string request, string decision) =>
        client.OrganizationAsync(HttpMethod.Post, $"/channels/pairing/requests/{request}/{decision}");

    private static Task RefusedAsync(ApiClient client, string path, HttpStatusCode status, string code) =>
        ControlApiTests.RefusedAsync(client, status, code, HttpMethod.Post, $"/channels/pairing/requests/{path}");

    private static string Id(JsonArray requests, string requester) => (string)requests.Single(request => (string?)request!["requesterId"] == requester)!["id"]!;
}

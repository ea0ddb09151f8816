using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>A test message goes the way of every other, and its sender learns how it ended.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class ControlApiTestsOfTestSend(SharedHost shared)
{
    [Fact]
    public async Task The_stub_transport_takes_it_and_shows_it()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "test-send-stub@example.com");
        var result = await SendAsync(client, await client.AddAccountAsync("telegram", "test-send-stub"), "health check of the stub");

        Assert.Equal((true, "accepted", 1), ((bool)result["delivered"]!, (string)result["status"]!, (int)result["attemptCount"]!));
        Assert.NotNull(result["providerMessageId"]);
        Assert.Null(result["error"]);
        var (_, stub) = await client.ControlAsync(HttpMethod.Get, "/stub/sent");
        Assert.Contains(stub!["sent"]!.AsArray(), entry => (string?)entry!["payload"]!["text"] == "health check of the stub");
    }

    [Fact]
    public async Task A_webhook_gets_it_signed_and_without_any_token_of_ours()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var client = await ApiClient.SignUpAsync(shared.Host, "test-send-webhook@example.com");
        var account = await client.AddAccountAsync("imessage", "test-send-webhook", new JsonObject { ["webhookUrl"] = receiver.Url.ToString() });
        var result = await SendAsync(client, account, "hello");

        Assert.Equal((true, "accepted"), ((bool)result["delivered"]!, (string)result["status"]!));
        var delivery = Assert.Single(receiver.Deliveries.All);
        Assert.Equal("hello", (string?)JsonNode.Parse(delivery.Body)!["text"]);
        Assert.DoesNotContain(SharedHost.ServiceToken, string.Join(' ', delivery.Headers.Values), StringComparison.Ordinal);
        Assert.DoesNotContain("x-service-token", delivery.Headers.Keys);
    }

    [Fact]
    public async Task A_message_that_cannot_leave_says_why()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var client = await ApiClient.SignUpAsync(shared.Host, "test-send-refused@example.com");
        receiver.Faults.Add(new VendorFault.Error(400, "no such room"));
        var refused = await SendAsync(
            client, await client.AddAccountAsync("imessage", "test-send-refused", new JsonObject { ["webhookUrl"] = receiver.Url.ToString() }), "x");
        Assert.Equal((false, "dead_letter"), ((bool)refused["delivered"]!, (string)refused["status"]!));
        Assert.StartsWith("CHANNEL_OUTBOUND_FAILED:400", (string?)refused["error"], StringComparison.Ordinal);

        var disabled = await client.AddAccountAsync("imessage", "test-send-disabled", new JsonObject { ["enabled"] = false });
        Assert.Equal("account_unavailable", (string?)(await SendAsync(client, disabled, "x"))["status"]);
        await ControlApiTests.RefusedAsync(
            client, HttpStatusCode.NotFound, "NOT_FOUND", HttpMethod.Post, "/channels/accounts/11111111-1111-7111-8111-111111111111/test-send", Body("x"));

        await client.InOrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["channelRuntimeEnabled"] = false });
        Assert.Equal("channel_disabled", (string?)(await SendAsync(client, disabled, "x"))["status"]);
    }

    [Fact]
    public async Task A_receiver_that_asks_for_patience_leaves_it_pending_after_ten_seconds()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Faults.Add(new VendorFault.RateLimited(600));
        using var client = await ApiClient.SignUpAsync(shared.Host, "test-send-pending@example.com");
        var account = await client.AddAccountAsync("imessage", "test-send-pending", new JsonObject { ["webhookUrl"] = receiver.Url.ToString() });

        var result = await SendAsync(client, account, "x");

        Assert.Equal((false, "pending"), ((bool)result["delivered"]!, (string)result["status"]!));
        var open = await client.OrganizationAsync(HttpMethod.Get, "/outbox?status=retrying");
        var entry = Assert.Single(open["entries"]!.AsArray())!;
        var canceled = await client.OrganizationAsync(HttpMethod.Post, $"/outbox/{entry["id"]}/cancel");
        Assert.Equal("canceled", (string?)canceled["entry"]!["status"]);
    }

    [Fact]
    public async Task The_internal_route_asks_for_the_service_token_and_names_the_account_in_full()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "test-send-internal@example.com");
        var account = await client.AddAccountAsync("telegram", "test-send-internal");
        var url = new Uri(shared.Host.Control, "/internal/v1/channels/test-send");
        var body = Body("internal");
        body["organizationId"] = client.Organization;
        body["channelId"] = "telegram";
        body["accountId"] = account;
        body["accountKey"] = "test-send-internal";

        Assert.Equal(401, (await RawHttp.PostAsync(url, body.ToJsonString())).Status);
        Assert.Equal(401, (await RawHttp.PostAsync(url, body.ToJsonString(), ("x-service-token", "wrong"), ("x-gateway-token", SharedHost.ServiceToken))).Status);
        var sent = await RawHttp.PostAsync(url, body.ToJsonString(), ("x-gateway-token", SharedHost.ServiceToken));
        Assert.Equal((200, "accepted"), (sent.Status, (string?)sent.Json!["result"]!["status"]));
        body["accountKey"] = "another";
        var another = await RawHttp.PostAsync(url, body.ToJsonString(), ("x-service-token", SharedHost.ServiceToken));
        Assert.Equal((200, "account_unavailable"), (another.Status, (string?)another.Json!["result"]!["status"]));
    }

    private static async Task<JsonNode> SendAsync(ApiClient client, string account, string text)
    {
        var answer = await client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{account}/test-send", Body(text));
        Assert.Equal(["ok", "result"], answer.AsObject().Select(member => member.Key));
        return answer["result"]!;
    }

    private static JsonObject Body(string text) => new() { ["conversationId"] = "c-1", ["text"] = text };
}

using System.Globalization;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>Deliveries to a tenant's own receiver: signed, in order, bounded, and honest about what nobody knows.</summary>
public sealed class LaneTests(VendorHost vendors) : IClassFixture<VendorHost>
{
    private const string Secret = "whsec_bGFuZSBzZWNyZXQgb2YgdGhlIHRlc3RzLCAzMiBieXQ=";

    [Fact]
    public async Task A_delivery_is_signed_and_carries_no_token_of_ours()
    {
        var chat = vendors.NewChat();
        await using var receiver = await WebhookReceiver.StartAsync(Secret);
        using var client = await vendors.Host.NewOrganizationAsync("lane-signed");
        var account = await AddAsync(client, "lane-signed", receiver.Url);
        await client.AcceptedAsync("telegram", "lane-signed", Updates.Private(chat, 1, "grüezi"));

        var delivery = (await receiver.Deliveries.WaitForCountAsync(1, VendorHost.Patience))[0];
        var entry = Assert.Single(await client.OutboxReachesAsync(chat, "sent"));
        Assert.True(delivery.SignatureValid);
        Assert.Equal((string?)entry["id"], delivery.Id);
        var body = JsonNode.Parse(delivery.Body)!;
        Assert.Equal(
            ("channel.session.reply", client.Organization, "telegram", account, "lane-signed", chat.ToString(CultureInfo.InvariantCulture), "1", "echo: grüezi"),
            ((string)body["type"]!, (string)body["organizationId"]!, (string)body["channelId"]!, (string)body["accountId"]!, (string)body["accountKey"]!,
                (string)body["conversationId"]!, (string)body["replyToProviderMessageId"]!, (string)body["text"]!));
        Assert.NotNull(body["sessionId"]);
        Assert.NotNull(body["sessionEventSeq"]);
        Assert.Equal(
            ["content-length", "content-type", "host", "webhook-id", "webhook-signature", "webhook-timestamp"],
            delivery.Headers.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_attempt_is_the_same_message_and_the_last_permitted_one_makes_a_dead_letter()
    {
        var chat = vendors.NewChat();
        await using var receiver = await WebhookReceiver.StartAsync(Secret);
        using var client = await vendors.Host.NewOrganizationAsync("lane-retry");
        await AddAsync(client, "lane-retry", receiver.Url);
        receiver.Faults.Add(new VendorFault.Error(500, "secret text of the receiver"), times: 3);
        await client.AcceptedAsync("telegram", "lane-retry", Updates.Private(chat, 1, "one"));
        await client.AcceptedAsync("telegram", "lane-retry", Updates.Private(chat, 2, "two"));

        var dead = (await client.OutboxReachesAsync(chat, "dead_letter", "sent"))[0];
        Assert.Equal((3, "CHANNEL_OUTBOUND_FAILED:500", "transient"), ((int)dead["attemptCount"]!, (string)dead["lastError"]!, (string)dead["errorClass"]!));
        var attempts = receiver.Requests.All.Where(request => request.Id == (string)dead["id"]!).ToList();
        Assert.Equal(3, attempts.Count);
        Assert.Single(attempts.Select(attempt => attempt.Body).Distinct());
        Assert.All(receiver.Requests.All, request => Assert.True(request.SignatureValid));
        Assert.Equal("echo: two", (string?)JsonNode.Parse(Assert.Single(receiver.Deliveries.All).Body)!["text"]);
    }

    [Fact]
    public async Task A_receiver_that_asks_for_time_gets_it()
    {
        var chat = vendors.NewChat();
        await using var receiver = await WebhookReceiver.StartAsync(Secret);
        using var client = await vendors.Host.NewOrganizationAsync("lane-429");
        await AddAsync(client, "lane-429", receiver.Url);
        receiver.Faults.Add(new VendorFault.RateLimited(2));
        await client.AcceptedAsync("telegram", "lane-429", Updates.Private(chat, 1, "hello"));
        await receiver.Requests.WaitForCountAsync(1, VendorHost.Patience);
        var asked = TimeProvider.System.GetTimestamp();

        await receiver.Deliveries.WaitForCountAsync(1, VendorHost.Patience);
        Assert.True(TimeProvider.System.GetElapsedTime(asked) > TimeSpan.FromSeconds(1.8), $"It came again after {TimeProvider.System.GetElapsedTime(asked).TotalSeconds:F1} s.");
        Assert.Equal(1, (int?)Assert.Single(await client.OutboxReachesAsync(chat, "sent"))["attemptCount"]);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var chat = vendors.NewChat();
        await using var receiver = await WebhookReceiver.StartAsync(Secret);
        await using var elsewhere = await WebhookReceiver.StartAsync();
        using var client = await vendors.Host.NewOrganizationAsync("lane-redirect");
        await AddAsync(client, "lane-redirect", receiver.Url);
        receiver.Faults.Add(new VendorFault.Redirect(elsewhere.Url));
        await client.AcceptedAsync("telegram", "lane-redirect", Updates.Private(chat, 1, "hello"));

        var dead = Assert.Single(await client.OutboxReachesAsync(chat, "dead_letter"));
        Assert.Equal("CHANNEL_OUTBOUND_FAILED:307", (string?)dead["lastError"]);
        Assert.Empty(elsewhere.Requests.All);
    }

    [Theory]
    [InlineData("https://127.0.0.2:9/hook")]
    [InlineData("http://192.168.0.1/hook")]
    [InlineData("https://localhost:9/hook")]
    public async Task A_private_address_gets_nothing(string url)
    {
        var chat = vendors.NewChat();
        var key = $"lane-private-{vendors.NewChat()}";
        using var client = await vendors.Host.NewOrganizationAsync(key);
        await AddAsync(client, key, new Uri(url));
        await client.AcceptedAsync("telegram", key, Updates.Private(chat, 1, "hello"));

        var dead = Assert.Single(await client.OutboxReachesAsync(chat, "dead_letter"));
        Assert.Equal(("CHANNEL_OUTBOUND_URL_REFUSED", "permanent"), ((string)dead["lastError"]!, (string)dead["errorClass"]!));
    }

    [Fact]
    public async Task An_account_without_a_way_out_says_so()
    {
        using var client = await vendors.Host.NewOrganizationAsync("lane-none");
        var account = await client.AddPublicAccountAsync("irc", "lane-none");

        var answer = await client.OrganizationAsync(
            HttpMethod.Post, $"/channels/accounts/{account}/test-send", new JsonObject { ["conversationId"] = "dm:u-1", ["text"] = "health check" });

        Assert.False((bool?)answer["ok"]);
        Assert.Equal(("failed", "CHANNEL_OUTBOUND_WEBHOOK_URL_MISSING"), ((string)answer["result"]!["status"]!, (string)answer["result"]!["error"]!));
    }

    [Fact]
    public async Task A_test_message_travels_the_lane_and_tells_its_end()
    {
        await using var receiver = await WebhookReceiver.StartAsync(Secret);
        using var client = await vendors.Host.NewOrganizationAsync("lane-test");
        var account = await AddAsync(client, "lane-test", receiver.Url);
        var message = new JsonObject { ["conversationId"] = "dm:u-1", ["text"] = "health check" };

        var delivered = await client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{account}/test-send", message.DeepClone());
        receiver.Faults.Add(new VendorFault.Error(410));
        var refused = await client.OrganizationAsync(HttpMethod.Post, $"/channels/accounts/{account}/test-send", message.DeepClone());

        Assert.Equal((true, "accepted", 1), ((bool)delivered["ok"]!, (string)delivered["result"]!["status"]!, (int)delivered["result"]!["attemptCount"]!));
        Assert.Equal((false, "dead_letter"), ((bool)refused["ok"]!, (string)refused["result"]!["status"]!));
        Assert.Equal("health check", (string?)JsonNode.Parse(Assert.Single(receiver.Deliveries.All).Body)!["text"]);
    }

    [Fact]
    public async Task Killed_between_send_and_record_it_is_sent_once_more_and_marked()
    {
        var chat = vendors.NewChat();
        await using var receiver = await WebhookReceiver.StartAsync(Secret);
        using var client = await vendors.Host.NewOrganizationAsync("lane-kill");
        await AddAsync(client, "lane-kill", receiver.Url);
        receiver.Faults.Add(new VendorFault.AcceptThenHang());
        await client.AcceptedAsync("telegram", "lane-kill", Updates.Private(chat, 1, "one"));
        await receiver.Deliveries.WaitForCountAsync(1, VendorHost.Patience);
        await vendors.KillAndStartAsync();
        using var after = await ApiClient.SignInAsync(vendors.Host, "lane-kill@example.com");
        await after.AcceptedAsync("telegram", "lane-kill", Updates.Private(chat, 2, "two"));

        var entries = await after.OutboxReachesAsync(chat, "sent", "sent");
        Assert.Equal([true, false], entries.Select(entry => (bool)entry["possibleDuplicate"]!));
        Assert.Equal(["echo: one", "echo: one", "echo: two"], receiver.Deliveries.All.Select(delivery => (string)JsonNode.Parse(delivery.Body)!["text"]!));
        Assert.Equal(2, receiver.Deliveries.All.Select(delivery => delivery.Id).Distinct().Count());
    }

    private static async Task<string> AddAsync(ApiClient client, string key, Uri webhook)
    {
        var account = await client.AddPublicAccountAsync("telegram", key, more: new JsonObject { ["webhookUrl"] = webhook.ToString() });
        await client.AddSecretAsync(account, "webhookSigningSecret", Secret);
        return account;
    }
}

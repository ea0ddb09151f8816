using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>What could not be sent: seen, sent again at the tail, removed, canceled, or out of date.</summary>
public sealed class DeadLetterTests(VendorHost vendors) : IClassFixture<VendorHost>
{
    [Fact]
    public async Task A_redrive_previews_and_then_goes_to_the_tail_of_its_lane()
    {
        using var client = await StartAsync("dead-redrive");
        var chat = vendors.NewChat();
        var dead = await DieAsync(client, "dead-redrive", chat, 1);
        Hold(chat);
        await client.AcceptedAsync("telegram", "dead-redrive", Updates.Private(chat, 2, "m2"));
        await client.AcceptedAsync("telegram", "dead-redrive", Updates.Private(chat, 3, "m3"));
        await Wait.UntilAsync(async () => (await client.OutboxAsync(chat)).Count == 3, "all replies are queued");

        var listed = (await client.OrganizationAsync(HttpMethod.Get, $"/dead-letters?conversationId={chat}"))["entries"]!.AsArray();
        Assert.Equal(dead, (string?)Assert.Single(listed)!["id"]);
        var filter = new JsonObject { ["filter"] = new JsonObject { ["conversationId"] = Text(chat), ["errorClass"] = "permanent" }, ["preview"] = true };
        var preview = await client.OrganizationAsync(HttpMethod.Post, "/dead-letters/redrive", filter);
        Assert.Equal((true, 1, 1, dead), ((bool)preview["preview"]!, (int)preview["total"]!, (int)preview["count"]!, (string)preview["sample"]![0]!["id"]!));
        Assert.Equal("dead_letter", (string?)(await EntryAsync(client, dead))["status"]);

        var redriven = await client.OrganizationAsync(HttpMethod.Post, "/dead-letters/redrive", new JsonObject { ["ids"] = new JsonArray(dead) });
        Assert.Equal((false, 1), ((bool)redriven["preview"]!, (int)redriven["count"]!));
        vendors.Telegram.Faults.Clear();

        await client.OutboxReachesAsync(chat, "sent", "sent", "sent");
        Assert.Equal(["echo: m2", "echo: m3", "echo: m1"], vendors.Telegram.Sent.All.Where(sent => sent.ChatId == Text(chat)).Select(sent => sent.Text));
        Assert.Equal((1, null), ((int)(await EntryAsync(client, dead))["attemptCount"]!, (string?)(await EntryAsync(client, dead))["lastError"]));
        await AuditedAsync(client, "dead_letter.redriven");
    }

    [Fact]
    public async Task A_purge_previews_and_then_removes_for_good()
    {
        using var client = await StartAsync("dead-purge");
        var chat = vendors.NewChat();
        var (first, second) = (await DieAsync(client, "dead-purge", chat, 1), await DieAsync(client, "dead-purge", chat, 2));

        var preview = await client.OrganizationAsync(HttpMethod.Post, "/dead-letters/purge", new JsonObject { ["ids"] = new JsonArray(first), ["preview"] = true });
        Assert.Equal(1, (int?)preview["count"]);
        Assert.NotNull(await EntryAsync(client, first));

        var purged = await client.OrganizationAsync(HttpMethod.Post, "/dead-letters/purge", new JsonObject { ["ids"] = new JsonArray(first) });
        Assert.Equal(1, (int?)purged["count"]);
        Assert.Equal(HttpStatusCode.NotFound, (await client.InOrganizationAsync(HttpMethod.Get, $"/outbox/{first}")).Status);
        Assert.Equal(second, (string?)Assert.Single(await client.OutboxAsync(chat))["id"]);

        await client.OrganizationAsync(HttpMethod.Post, "/dead-letters/purge", new JsonObject { ["filter"] = new JsonObject { ["conversationId"] = Text(chat) } });
        Assert.Empty(await client.OutboxAsync(chat));
        await AuditedAsync(client, "dead_letter.purged");
    }

    [Fact]
    public async Task Nobody_redrives_or_sees_another_organisations()
    {
        using var client = await StartAsync("dead-mine");
        using var stranger = await StartAsync("dead-stranger");
        var dead = await DieAsync(client, "dead-mine", vendors.NewChat(), 1);

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.InOrganizationAsync(HttpMethod.Get, $"/outbox/{dead}")).Status);
        foreach (var action in new[] { "redrive", "purge" })
        {
            var answer = await stranger.OrganizationAsync(HttpMethod.Post, $"/dead-letters/{action}", new JsonObject { ["ids"] = new JsonArray(dead) });
            Assert.Equal(0, (int?)answer["count"]);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.InOrganizationAsync(HttpMethod.Post, $"/outbox/{dead}/cancel")).Status);
        Assert.Equal("dead_letter", (string?)(await EntryAsync(client, dead))["status"]);
    }

    [Fact]
    public async Task A_canceled_entry_never_leaves_and_what_has_left_cannot_be_canceled()
    {
        using var client = await StartAsync("dead-cancel");
        var chat = vendors.NewChat();
        Hold(chat);
        await client.AcceptedAsync("telegram", "dead-cancel", Updates.Private(chat, 1, "m1"));
        await client.AcceptedAsync("telegram", "dead-cancel", Updates.Private(chat, 2, "m2"));
        await client.AcceptedAsync("telegram", "dead-cancel", Updates.Private(chat, 3, "m3"));
        await Wait.UntilAsync(async () => (await client.OutboxAsync(chat)).Count == 3, "all replies are queued");
        var middle = (string)(await client.OutboxAsync(chat))[1]["id"]!;

        var canceled = await client.OrganizationAsync(HttpMethod.Post, $"/outbox/{middle}/cancel");
        Assert.Equal("canceled", (string?)canceled["entry"]!["status"]);
        vendors.Telegram.Faults.Clear();
        var entries = await client.OutboxReachesAsync(chat, "sent", "canceled", "sent");

        Assert.Equal(["echo: m1", "echo: m3"], vendors.Telegram.Sent.All.Where(sent => sent.ChatId == Text(chat)).Select(sent => sent.Text));
        var (status, why) = await client.InOrganizationAsync(HttpMethod.Post, $"/outbox/{entries[0]["id"]}/cancel");
        Assert.Equal((HttpStatusCode.Conflict, "OUTBOX_ENTRY_NOT_CANCELABLE"), (status, (string)why!["code"]!));
    }

    [Fact]
    public async Task What_is_out_of_date_expires_and_frees_its_lane()
    {
        using var client = await StartAsync("dead-expired");
        await using var probe = await DatabaseProbe.OpenAsync(vendors.DataFolder);
        var chat = vendors.NewChat();
        Hold(chat);
        await client.AcceptedAsync("telegram", "dead-expired", Updates.Private(chat, 1, "too old"));
        await client.AcceptedAsync("telegram", "dead-expired", Updates.Private(chat, 2, "still good"));
        await Wait.UntilAsync(async () => (await client.OutboxAsync(chat)).Count == 2, "both replies are queued");

        await probe.ExecuteAsync($"UPDATE outbox SET expires_at = now() WHERE conversation_id = '{chat}' AND payload ->> 'text' = 'echo: too old'");
        await Wait.UntilAsync(async () => (string?)(await client.OutboxAsync(chat))[0]["status"] == "expired", "the first has expired");
        vendors.Telegram.Faults.Clear();

        await client.OutboxReachesAsync(chat, "expired", "sent");
        Assert.Equal("echo: still good", Assert.Single(vendors.Telegram.Sent.All, sent => sent.ChatId == Text(chat)).Text);
    }

    [Fact]
    public async Task The_account_and_the_message_list_show_what_is_dead()
    {
        using var client = await StartAsync("dead-status");
        var dead = await DieAsync(client, "dead-status", vendors.NewChat(), 1);
        var account = (string)(await EntryAsync(client, dead))["accountId"]!;

        var status = (await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}/status"))["status"]!;
        Assert.Equal((1, 0), ((int)status["deadLetterCount"]!, (int)status["openOutboxCount"]!));
        var messages = (await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}/messages"))["messages"]!.AsArray();
        Assert.Contains(messages, message => (string?)message!["direction"] == "outbound" && (string?)message["status"] == "dead_letter");
    }

    private static string Text(long chat) => chat.ToString(CultureInfo.InvariantCulture);

    private static async Task<JsonNode> EntryAsync(ApiClient client, string id) => (await client.OrganizationAsync(HttpMethod.Get, $"/outbox/{id}"))["entry"]!;

    private static async Task AuditedAsync(ApiClient client, string action)
    {
        var audit = await client.OrganizationAsync(HttpMethod.Get, "/audit?limit=50");
        Assert.Contains(audit["events"]!.AsArray(), item => (string?)item!["action"] == action);
    }

    /// <summary>Nothing gets through to this chat until the faults are cleared, and no attempt is used up.</summary>
    private void Hold(long chat) => vendors.Telegram.Faults.Add(new VendorFault.Error(503), times: 1000, call: "sendMessage", target: Text(chat));

    private async Task<ApiClient> StartAsync(string key)
    {
        var client = await vendors.Host.NewOrganizationAsync(key);
        await client.AddPublicAccountAsync("telegram", key, vendors.Telegram.BotToken);
        return client;
    }

    /// <returns>Id of the dead letter.</returns>
    private async Task<string> DieAsync(ApiClient client, string key, long chat, int number)
    {
        vendors.Telegram.Faults.Add(new VendorFault.Error(403, "Forbidden"), call: "sendMessage", target: Text(chat));
        await client.AcceptedAsync("telegram", key, Updates.Private(chat, number, $"m{number}"));
        await Wait.UntilAsync(
            async () => (await client.OutboxAsync(chat)).Count(entry => (string?)entry["status"] == "dead_letter") == number, $"dead letter {number} is there");
        return (string)(await client.OutboxAsync(chat))[^1]["id"]!;
    }
}

using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration;

/// <summary>A bot with a webhook: what Telegram posts comes in, replies go out, and each way of failing ends as the operator was told.</summary>
public sealed class TelegramTests(VendorHost vendors) : IClassFixture<VendorHost>
{
    private const string Secret = "x-telegram-bot-api-secret-token";

    [Fact]
    public async Task Only_the_secret_token_opens_the_webhook_and_a_rotation_lets_both_in_for_a_while()
    {
        using var client = await vendors.Host.NewOrganizationAsync("tg-secret");
        var account = await client.AddPublicAccountAsync("telegram", "tg-secret");
        await client.AddSecretAsync(account, "webhookSecretToken", "first-token");

        Assert.Equal((HttpStatusCode.Accepted, "accepted"), await PostAsync("tg-secret", "first-token"));
        Assert.Equal((HttpStatusCode.Accepted, "telegram_secret_token_invalid"), await PostAsync("tg-secret", "wrong-token"));
        Assert.Equal((HttpStatusCode.Accepted, "telegram_secret_token_invalid"), await PostAsync("tg-secret", null));

        await client.RotateSecretAsync(account, "webhookSecretToken", "second-token", overlapSeconds: 600);
        Assert.Equal((HttpStatusCode.Accepted, "accepted"), await PostAsync("tg-secret", "first-token"));
        Assert.Equal((HttpStatusCode.Accepted, "accepted"), await PostAsync("tg-secret", "second-token"));

        await client.RotateSecretAsync(account, "webhookSecretToken", "third-token", overlapSeconds: 0);
        Assert.Equal((HttpStatusCode.Accepted, "telegram_secret_token_invalid"), await PostAsync("tg-secret", "second-token"));
        Assert.Equal((HttpStatusCode.Accepted, "accepted"), await PostAsync("tg-secret", "third-token"));

        var events = await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}/events?limit=50");
        Assert.Contains(events["events"]!.AsArray(), item => (string?)item!["eventType"] == "channel.signature.invalid");
    }

    [Fact]
    public async Task Updates_in_telegrams_own_shapes_are_read()
    {
        using var client = await vendors.Host.NewOrganizationAsync("tg-shapes", "none");
        var account = await client.AddPublicAccountAsync("telegram", "tg-shapes", vendors.Telegram.BotToken);
        var (chat, group) = (vendors.NewChat(), -1_000_000_000_000 - vendors.NewChat());
        var photo = Updates.Message(chat, "private", 2, null);
        (photo["caption"], photo["photo"]) = ("look", new JsonArray(new JsonObject { ["file_id"] = "f1", ["file_unique_id"] = "u1", ["width"] = 90, ["height"] = 90 }));
        var edited = Updates.Message(chat, "private", 1, "hello, edited");
        edited["edit_date"] = 1_760_000_100;
        var post = Updates.Message(group, "channel", 5, "a post");
        post.Remove("from");
        post["sender_chat"] = new JsonObject { ["id"] = group, ["type"] = "channel", ["title"] = "News" };
        var pressed = new JsonObject
        {
            ["id"] = "4382bfdwdsb323b2d9",
            ["from"] = Updates.User(chat),
            ["message"] = Updates.Message(chat, "private", 1, "choose"),
            ["chat_instance"] = "1",
            ["data"] = "yes",
        };
        var joined = Updates.Message(group, "supergroup", 6, null);
        joined["new_chat_members"] = new JsonArray(Updates.User(9));
        var own = Updates.Message(chat, "private", 7, "mine");
        own["from"] = Updates.User(vendors.Telegram.BotId, isBot: true);

        (JsonObject Update, string Reason)[] table =
        [
            (Updates.Private(chat, 1, "hello"), "accepted"),
            (Updates.Of("edited_message", edited), "accepted"),
            (Updates.Of("message", photo), "accepted"),
            (Updates.Of("message", Updates.Message(group, "supergroup", 1, "in a group")), "accepted"),
            (Updates.Of("channel_post", post), "accepted"),
            (Updates.Of("callback_query", pressed), "accepted"),
            (Updates.Of("message", joined), "unsupported_event"),
            (Updates.Of("my_chat_member", new JsonObject { ["chat"] = new JsonObject { ["id"] = chat } }), "unsupported_event"),
            (Updates.Of("message", own), "self_message"),
            ([], "normalize_failed"),
        ];
        foreach (var (update, reason) in table)
        {
            var (status, answer) = await client.IngressAsync("telegram", "tg-shapes", update);
            Assert.Equal(HttpStatusCode.Accepted, status);
            Assert.True(reason == (string?)answer!["reason"], $"{update.ToJsonString()} was answered {answer.ToJsonString()}");
        }

        var stored = await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}/messages?limit=50");
        var read = stored["messages"]!.AsArray().Reverse().Select(message => $"{message!["conversationId"]} {message["senderId"]} {message["text"]}");
        Assert.Equal(
            [$"{chat} {chat} hello", $"{chat} {chat} hello, edited", $"{chat} {chat} look", $"{group} 4711 in a group", $"{group} {group} a post", $"{chat} {chat} yes"],
            read);
    }

    [Fact]
    public async Task A_reply_goes_back_to_the_topic_and_names_the_message_it_answers()
    {
        using var client = await vendors.Host.NewOrganizationAsync("tg-topic");
        await client.AddPublicAccountAsync("telegram", "tg-topic", vendors.Telegram.BotToken);
        var group = -1_000_000_000_000 - vendors.NewChat();
        var inTopic = Updates.Message(group, "supergroup", 31, "in a topic");
        (inTopic["is_topic_message"], inTopic["message_thread_id"]) = (true, 7);
        var inThread = Updates.Message(group, "supergroup", 32, "in a mere thread");
        inThread["message_thread_id"] = 31;

        await client.AcceptedAsync("telegram", "tg-topic", Updates.Of("message", inTopic));
        await client.AcceptedAsync("telegram", "tg-topic", Updates.Of("message", inThread));

        var sent = await SentToAsync(group, 2);
        Assert.Equal(("echo: in a topic", 7L, 31L), (sent[0].Text, sent[0].ThreadId, sent[0].ReplyTo));
        Assert.Equal(("echo: in a mere thread", null, 32L), (sent[1].Text, sent[1].ThreadId, sent[1].ReplyTo));
    }

    [Fact]
    public async Task A_long_reply_is_cut_between_characters_and_arrives_in_order()
    {
        using var client = await vendors.Host.NewOrganizationAsync("tg-long");
        await client.AddPublicAccountAsync("telegram", "tg-long", vendors.Telegram.BotToken);
        var chat = vendors.NewChat();
        // Seven code points, eleven UTF-16 units, one character: 4096 is no multiple of it.
        const string Family = "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466";
        var text = string.Concat(Enumerable.Repeat(Family, 800));

        await client.AcceptedAsync("telegram", "tg-long", Updates.Private(chat, 1, text));

        List<TelegramSent> parts = [];
        await Wait.UntilAsync(
            async () => (parts = await SentToAsync(chat, 1)).Sum(part => part.Text.Length) >= text.Length + "echo: ".Length,
            "all parts have arrived");
        Assert.Equal("echo: " + text, string.Concat(parts.Select(part => part.Text)));
        Assert.All(parts, part => Assert.InRange(part.Text.Length, 1, 4096));
        Assert.True(parts.Count > 2);
        Assert.All(parts.Skip(1), part => Assert.StartsWith(Family, part.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rate_limit_silences_the_whole_bot_and_uses_up_no_attempt()
    {
        using var client = await vendors.Host.NewOrganizationAsync("tg-429");
        await client.AddPublicAccountAsync("telegram", "tg-429", vendors.Telegram.BotToken);
        var (limited, other) = (vendors.NewChat(), vendors.NewChat());
        vendors.Telegram.Faults.Add(new VendorFault.RateLimited(3), call: "sendMessage", target: Text(limited));

        await client.AcceptedAsync("telegram", "tg-429", Updates.Private(limited, 1, "one"));
        await client.OutboxReachesAsync(limited, "retrying");
        var asked = TimeProvider.System.GetUtcNow();
        await client.AcceptedAsync("telegram", "tg-429", Updates.Private(other, 1, "two"));

        var elsewhere = Assert.Single(await SentToAsync(other, 1));
        Assert.Single(await SentToAsync(limited, 1));
        Assert.True(elsewhere.At - asked > TimeSpan.FromSeconds(1.5), $"The other chat was written to {(elsewhere.At - asked).TotalSeconds:F1} s after the limit of 3 s.");
        var entry = Assert.Single(await client.OutboxReachesAsync(limited, "sent"));
        Assert.Equal(1, (int?)entry["attemptCount"]);
    }

    [Fact]
    public async Task A_server_error_is_tried_again_later_and_counted()
    {
        using var client = await vendors.Host.NewOrganizationAsync("tg-500");
        await client.AddPublicAccountAsync("telegram", "tg-500", vendors.Telegram.BotToken);
        var (passing, lasting) = (vendors.NewChat(), vendors.NewChat());
        vendors.Telegram.Faults.Add(new VendorFault.Error(500, "Internal Server Error"), times: 2, call: "sendMessage", target: Text(passing));
        vendors.Telegram.Faults.Add(new VendorFault.Error(502, "Bad Gateway"), times: 3, call: "sendMessage", target: Text(lasting));

        await client.AcceptedAsync("telegram", "tg-500", Updates.Private(passing, 1, "passing"));
        await client.AcceptedAsync("telegram", "tg-500", Updates.Private(lasting, 1, "lasting"));
        await client.AcceptedAsync("telegram", "tg-500", Updates.Private(lasting, 2, "next"));

        var sent = Assert.Single(await client.OutboxReachesAsync(passing, "sent"));
        Assert.Equal(3, (int?)sent["attemptCount"]);
        var entries = await client.OutboxReachesAsync(lasting, "dead_letter", "sent");
        Assert.Equal((3, "transient"), ((int)entries[0]["attemptCount"]!, (string)entries[0]["errorClass"]!));
        Assert.Contains("502", (string)entries[0]["lastError"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "Forbidden: bot was blocked by the user")]
    [InlineData(400, "Bad Request: chat not found")]
    public async Task What_telegram_refuses_for_good_is_a_dead_letter_at_once(int status, string description)
    {
        using var client = await vendors.Host.NewOrganizationAsync($"tg-{status}");
        var account = await client.AddPublicAccountAsync("telegram", $"tg-{status}", vendors.Telegram.BotToken);
        var chat = vendors.NewChat();
        vendors.Telegram.Faults.Add(new VendorFault.Error(status, description), call: "sendMessage", target: Text(chat));

        await client.AcceptedAsync("telegram", $"tg-{status}", Updates.Private(chat, 1, "refused"));
        await client.AcceptedAsync("telegram", $"tg-{status}", Updates.Private(chat, 2, "next"));

        var dead = (await client.OutboxReachesAsync(chat, "dead_letter", "sent"))[0];
        Assert.Equal((1, "permanent"), ((int)dead["attemptCount"]!, (string)dead["errorClass"]!));
        Assert.Contains(description, (string)dead["lastError"]!, StringComparison.Ordinal);
        Assert.NotEqual("error", (string?)(await client.AccountAsync(account))["status"]);
    }

    [Fact]
    public async Task A_send_whose_fate_is_unknown_is_repeated_once_and_marked()
    {
        using var client = await vendors.Host.NewOrganizationAsync("tg-unknown");
        await client.AddPublicAccountAsync("telegram", "tg-unknown", vendors.Telegram.BotToken);
        var (silent, dropped, twice) = (vendors.NewChat(), vendors.NewChat(), vendors.NewChat());
        vendors.Telegram.Faults.Add(new VendorFault.Hang(), call: "sendMessage", target: Text(silent));
        vendors.Telegram.Faults.Add(new VendorFault.AcceptThenDrop(), call: "sendMessage", target: Text(dropped));
        vendors.Telegram.Faults.Add(new VendorFault.AcceptThenDrop(), times: 2, call: "sendMessage", target: Text(twice));

        foreach (var chat in new[] { silent, dropped, twice })
            await client.AcceptedAsync("telegram", "tg-unknown", Updates.Private(chat, 1, "perhaps"));

        Assert.True((bool?)(await client.OutboxReachesAsync(silent, "sent"))[0]["possibleDuplicate"]);
        Assert.True((bool?)(await client.OutboxReachesAsync(dropped, "sent"))[0]["possibleDuplicate"]);
        Assert.Single(await SentToAsync(silent, 1));
        Assert.Equal(2, (await SentToAsync(dropped, 2)).Count);

        // A second doubt is left to a person.
        var dead = (await client.OutboxReachesAsync(twice, "dead_letter"))[0];
        Assert.Equal("unknown", (string?)dead["errorClass"]);
        Assert.Equal(2, (await SentToAsync(twice, 2)).Count);
    }

    [Fact]
    public async Task A_refused_bot_token_shows_on_the_account_until_a_good_one_works()
    {
        using var client = await vendors.Host.NewOrganizationAsync("tg-401");
        var account = await client.AddPublicAccountAsync("telegram", "tg-401", "1000000001:revoked");
        var chat = vendors.NewChat();

        await client.AcceptedAsync("telegram", "tg-401", Updates.Private(chat, 1, "lost for now"));
        var dead = (await client.OutboxReachesAsync(chat, "dead_letter"))[0];
        var shown = await client.AccountReachesAsync(account, "error");
        Assert.Contains("Unauthorized", (string)shown["lastError"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("revoked", dead.ToJsonString() + shown.ToJsonString(), StringComparison.Ordinal);

        await client.RotateSecretAsync(account, "botToken", vendors.Telegram.BotToken, overlapSeconds: 0);
        await client.OrganizationAsync(HttpMethod.Post, "/dead-letters/redrive", new JsonObject { ["ids"] = new JsonArray((string)dead["id"]!) });

        await client.OutboxReachesAsync(chat, "sent");
        Assert.Equal("echo: lost for now", Assert.Single(await SentToAsync(chat, 1)).Text);
        Assert.Null((await client.AccountReachesAsync(account, "running"))["lastError"]);
    }

    [Fact]
    public async Task A_stuck_conversation_keeps_its_order_and_holds_up_nobody_else()
    {
        using var client = await vendors.Host.NewOrganizationAsync("tg-stuck");
        await client.AddPublicAccountAsync("telegram", "tg-stuck", vendors.Telegram.BotToken);
        var stuck = vendors.NewChat();
        long[] others = [vendors.NewChat(), vendors.NewChat(), vendors.NewChat()];
        vendors.Telegram.Faults.Add(new VendorFault.Error(503, "Service Unavailable"), times: 1000, call: "sendMessage", target: Text(stuck));

        for (var number = 1; number <= 10; number++)
        {
            foreach (var chat in others.Prepend(stuck))
                await client.AcceptedAsync("telegram", "tg-stuck", Updates.Private(chat, number, $"m{number}"));
        }

        var expected = Enumerable.Range(1, 10).Select(number => $"echo: m{number}").ToList();
        foreach (var chat in others)
            Assert.Equal(expected, (await SentToAsync(chat, 10)).Select(sent => sent.Text));
        Assert.DoesNotContain(vendors.Telegram.Sent.All, sent => sent.ChatId == Text(stuck));

        vendors.Telegram.Faults.Clear();
        Assert.Equal(expected, (await SentToAsync(stuck, 10)).Select(sent => sent.Text));
        Assert.Equal(1, (int?)(await client.OutboxReachesAsync(stuck, [.. Enumerable.Repeat("sent", 10)]))[0]["attemptCount"]);
    }

    [Fact]
    public async Task An_outage_of_telegram_uses_up_no_attempts()
    {
        using var client = await vendors.Host.NewOrganizationAsync("tg-away");
        await client.AddPublicAccountAsync("telegram", "tg-away", vendors.Telegram.BotToken);
        await using var probe = await DatabaseProbe.OpenAsync(vendors.DataFolder);
        var chat = vendors.NewChat();

        await vendors.WithoutTelegramAsync(async () =>
        {
            await client.AcceptedAsync("telegram", "tg-away", Updates.Private(chat, 1, "one"));
            await client.AcceptedAsync("telegram", "tg-away", Updates.Private(chat, 2, "two"));
            // More tries than there are attempts: each moves the due time on.
            var due = new HashSet<string>();
            await Wait.UntilAsync(
                async () =>
                {
                    due.UnionWith(await probe.ColumnAsync($"SELECT due_at::text FROM outbox WHERE conversation_id = '{chat}' AND status = 'retrying'"));
                    return due.Count > 4;
                },
                () => $"it was tried five times; {due.Count} times so far",
                VendorHost.Patience);
            var waiting = (await client.OutboxAsync(chat))[0];
            Assert.Equal(0, (int?)waiting["attemptCount"]);
        });

        var sent = await client.OutboxReachesAsync(chat, "sent", "sent");
        Assert.All(sent, entry => Assert.Equal((1, false), ((int)entry["attemptCount"]!, (bool)entry["possibleDuplicate"]!)));
        Assert.Equal(["echo: one", "echo: two"], (await SentToAsync(chat, 2)).Select(message => message.Text));
    }

    private static string Text(long chat) => chat.ToString(CultureInfo.InvariantCulture);

    private async Task<(HttpStatusCode, string?)> PostAsync(string key, string? secret)
    {
        var chat = vendors.NewChat();
        var (status, answer) = await ChannelCalls.PostAsync(
            new Uri(vendors.Host.Ingress, $"/ingress/channels/telegram/{key}"), Updates.Private(chat, 1, "hello"), secret is null ? [] : [(Secret, secret)]);
        return (status, (string?)answer!["reason"]);
    }

    private async Task<List<TelegramSent>> SentToAsync(long chat, int count)
    {
        var sent = await vendors.Telegram.Sent.WaitAsync(
            all => all.Count(message => message.ChatId == Text(chat)) >= count, $"{count} messages to {chat}", VendorHost.Patience);
        return [.. sent.Where(message => message.ChatId == Text(chat))];
    }
}

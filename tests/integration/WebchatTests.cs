using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>A page's visitor: a pass for allowed sites, messages in, replies as they come, and nobody else's words.</summary>
public sealed class WebchatTests(VendorHost vendors) : IClassFixture<VendorHost>
{
    private const string Shop = "https://shop.example";

    [Fact]
    public async Task Only_allowed_sites_get_a_pass()
    {
        using var client = await StartAsync("chat-origin");

        var (status, pass) = await ChannelCalls.PostAsync(SessionUrl("chat-origin"), null, ("origin", Shop));
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal($"dm:{pass!["visitorId"]}", (string?)pass["conversationId"]);
        Assert.True((DateTimeOffset)pass["expiresAt"]! > TimeProvider.System.GetUtcNow());

        var (refused, why) = await ChannelCalls.PostAsync(SessionUrl("chat-origin"), null, ("origin", "https://evil.example"));
        Assert.Equal((HttpStatusCode.Forbidden, "ORIGIN_NOT_ALLOWED"), (refused, (string)why!["code"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await ChannelCalls.PostAsync(SessionUrl("chat-nowhere"), null, ("origin", Shop))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, await StreamStatusAsync("chat-origin", (string)pass["token"]!, "https://evil.example"));

        // Shown again, the pass is prolonged for the same visitor.
        var (_, again) = await ChannelCalls.PostAsync(SessionUrl("chat-origin"), null, ("origin", Shop), ("authorization", $"Bearer {pass["token"]}"));
        Assert.Equal((string?)pass["visitorId"], (string?)again!["visitorId"]);
        Assert.Equal("accepted", await SayAsync("chat-origin", (string)again["token"]!, "m-1", "hello"));
    }

    [Fact]
    public async Task Replies_stream_and_go_on_where_they_were_across_a_kill()
    {
        using var client = await StartAsync("chat-stream");
        var (token, _) = await VisitAsync("chat-stream");
        string last;
        await using (var stream = await EventStream.OpenAsync(EventsUrl("chat-stream"), token))
        {
            for (var number = 1; number <= 3; number++)
                Assert.Equal("accepted", await SayAsync("chat-stream", token, $"m-{number}", $"m{number}"));
            var events = await stream.ReadAsync(3);
            Assert.Equal(["echo: m1", "echo: m2", "echo: m3"], events.Select(item => item.Text));
            Assert.All(events, item => Assert.StartsWith("m-", item.ReplyTo, StringComparison.Ordinal));
            last = events[1].Id;
        }

        Assert.Equal("accepted", await SayAsync("chat-stream", token, "m-4", "m4"));
        await vendors.KillAndStartAsync();
        Assert.Equal("accepted", await SayAsync("chat-stream", token, "m-5", "m5"));

        // The page had read two; it gets the third again from its own place, and everything since, once.
        await using (var stream = await EventStream.OpenAsync(EventsUrl("chat-stream"), token, last))
            Assert.Equal(["echo: m3", "echo: m4", "echo: m5"], (await stream.ReadAsync(3)).Select(item => item.Text));
        await using (var stream = await EventStream.OpenAsync(EventsUrl("chat-stream"), token))
            Assert.Equal(5, (await stream.ReadAsync(5)).Select(item => item.Id).Distinct().Count());
        Assert.Equal(HttpStatusCode.BadRequest, await StreamStatusAsync("chat-stream", token, Shop, "no number"));
    }

    [Fact]
    public async Task A_forged_or_foreign_pass_opens_nothing()
    {
        using var client = await StartAsync("chat-forged");
        using var other = await StartAsync("chat-foreign");
        var (token, visitor) = await VisitAsync("chat-forged");
        var (foreign, _) = await VisitAsync("chat-foreign");
        var parts = token.Split('.');
        var (_, somebody) = await VisitAsync("chat-forged");
        var name = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(somebody));
        string[] forged =
        [
            foreign,
            token[..^2] + (token.EndsWith('A') ? "BB" : "AA"),
            string.Join('.', parts[0], parts[1], name, parts[3], parts[4]),
            string.Join('.', parts[0], parts[1], parts[2], "99999999999", parts[4]),
            "wcv1.",
        ];

        foreach (var pass in forged)
        {
            Assert.Equal("webchat_token_invalid", await SayAsync("chat-forged", pass, "m-1", "let me in"));
            Assert.Equal(HttpStatusCode.Unauthorized, await StreamStatusAsync("chat-forged", pass, Shop));
        }

        Assert.NotEqual(somebody, visitor);
        Assert.Equal(HttpStatusCode.Unauthorized, await StreamStatusAsync("chat-forged", "", Shop));
    }

    [Fact]
    public async Task A_visitor_speaks_and_hears_for_nobody_else()
    {
        using var client = await StartAsync("chat-self");
        var (mine, me) = await VisitAsync("chat-self");
        var (theirs, them) = await VisitAsync("chat-self");
        var lie = new JsonObject
        {
            ["message"] = new JsonObject
            {
                ["id"] = "m-1",
                ["text"] = "who am I",
                ["author"] = new JsonObject { ["id"] = them },
                ["room"] = new JsonObject { ["id"] = $"dm:{them}", ["type"] = "direct" },
                ["senderId"] = them,
            },
            ["senderId"] = them,
            ["conversationId"] = $"dm:{them}",
        };

        var (_, answer) = await ChannelCalls.PostAsync(IngressUrl("chat-self"), lie, ("origin", Shop), ("x-webchat-token", mine));
        Assert.Equal("accepted", (string?)answer!["reason"]);
        // The same id from another visitor is another message.
        Assert.Equal("accepted", await SayAsync("chat-self", theirs, "m-1", "and I"));

        await using var myStream = await EventStream.OpenAsync(EventsUrl("chat-self"), mine);
        Assert.Equal("echo: who am I", Assert.Single(await myStream.ReadAsync(1)).Text);
        await using var theirStream = await EventStream.OpenAsync(EventsUrl("chat-self"), theirs);
        Assert.Equal("echo: and I", Assert.Single(await theirStream.ReadAsync(1)).Text);
        var accounts = await client.OrganizationAsync(HttpMethod.Get, "/channels/accounts");
        var stored = await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{accounts["accounts"]![0]!["id"]}/messages");
        Assert.Equal(
            [me, them],
            stored["messages"]!.AsArray().Where(message => (string?)message!["direction"] == "inbound").Select(message => (string)message!["senderId"]!).Reverse());
    }

    private Uri SessionUrl(string key) => new(vendors.Host.Ingress, $"/webchat/{key}/session");

    private Uri EventsUrl(string key) => new(vendors.Host.Ingress, $"/webchat/{key}/events");

    private Uri IngressUrl(string key) => new(vendors.Host.Ingress, $"/ingress/channels/webchat/{key}");

    private async Task<ApiClient> StartAsync(string key)
    {
        var client = await vendors.Host.NewOrganizationAsync(key);
        await client.AddPublicAccountAsync("webchat", key, more: new JsonObject { ["metadata"] = new JsonObject { ["allowedOrigins"] = new JsonArray(Shop) } });
        return client;
    }

    private async Task<(string Token, string VisitorId)> VisitAsync(string key)
    {
        var (status, pass) = await ChannelCalls.PostAsync(SessionUrl(key), null, ("origin", Shop));
        Assert.Equal(HttpStatusCode.Created, status);
        return ((string)pass!["token"]!, (string)pass["visitorId"]!);
    }

    private async Task<string?> SayAsync(string key, string token, string id, string text)
    {
        var (status, answer) = await ChannelCalls.PostAsync(
            IngressUrl(key), new JsonObject { ["message"] = new JsonObject { ["id"] = id, ["text"] = text } }, ("origin", Shop), ("authorization", $"Bearer {token}"));
        Assert.Equal(HttpStatusCode.Accepted, status);
        return (string?)answer!["reason"];
    }

    private async Task<HttpStatusCode> StreamStatusAsync(string key, string token, string origin, string lastEventId = "") =>
        (await ChannelCalls.SendAsync(HttpMethod.Get, EventsUrl(key), null, ("origin", origin), ("authorization", $"Bearer {token}"), ("last-event-id", lastEventId))).Status;
}

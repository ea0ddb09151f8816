using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Vespid.Gateway.Hosting;
using Vespid.Gateway.Webchat;
using Vespid.GrainInterfaces.Channels;
using Vespid.Storage.Feed;
using Vespid.Storage.Snapshots;

namespace Vespid.Tests.Unit.Gateway;

public sealed class EdgeWebchatTests
{
    private const int Port = GatewayDefaults.IngressPort;
    private const string Site = "https://shop.example.org";
    private static readonly Guid AccountId = Guid.Parse("0195f000-0000-7000-8000-0000000000ee");

    [Fact]
    public async Task A_page_of_an_allowed_site_gets_a_pass_and_keeps_its_visitor()
    {
        await using var host = await HostAsync();
        var (status, first, answer) = await host.SendAsync("POST", "/webchat/main/session", port: Port, headers: ("Origin", Site));
        Assert.Equal((201, Site), (status, answer.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        Assert.Equal("dm:" + first.GetProperty("visitorId").GetString(), first.GetProperty("conversationId").GetString());
        var (_, again, _) = await host.SendAsync("POST", "/webchat/main/session", port: Port, headers: ("Authorization", "Bearer " + first.GetProperty("token").GetString()));
        Assert.Equal(first.GetProperty("visitorId").GetString(), again.GetProperty("visitorId").GetString());
        var (_, other, _) = await host.SendAsync("POST", "/webchat/main/session", port: Port);
        Assert.NotEqual(first.GetProperty("visitorId").GetString(), other.GetProperty("visitorId").GetString());
    }

    [Fact]
    public async Task Other_sites_and_unknown_chats_get_none()
    {
        await using var host = await HostAsync();
        await EdgeAccessTests.Expect(403, "ORIGIN_NOT_ALLOWED", host.SendAsync("POST", "/webchat/main/session", port: Port, headers: ("Origin", "https://evil.example.org")));
        await EdgeAccessTests.Expect(404, "NOT_FOUND", host.SendAsync("POST", "/webchat/other/session", port: Port));
        await EdgeAccessTests.Expect(401, "UNAUTHORIZED", host.SendAsync("GET", "/webchat/main/events", port: Port));
        await EdgeAccessTests.Expect(401, "UNAUTHORIZED", host.SendAsync("GET", "/webchat/main/events?token=wcv1.forged", port: Port));
    }

    [Theory]
    [InlineData("/webchat/main/session", "POST")]
    [InlineData("/webchat/main/events", "GET")]
    [InlineData("/ingress/channels/webchat/main", "POST")]
    public async Task A_browser_that_asks_first_is_answered(string path, string method)
    {
        await using var host = await HostAsync();
        (string, string)[] question = [("Origin", Site), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", "authorization")];
        var (status, _, answer) = await host.SendAsync("OPTIONS", path, port: Port, headers: question);
        Assert.Equal((204, Site, method), (status, answer.Headers.GetValues("Access-Control-Allow-Origin").Single(), answer.Headers.GetValues("Access-Control-Allow-Methods").Single()));
        question[0] = ("Origin", "https://evil.example.org");
        (_, _, answer) = await host.SendAsync("OPTIONS", path, port: Port, headers: question);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_message_of_an_allowed_page_may_be_read_by_it()
    {
        await using var host = await HostAsync();
        host.Ingress.On(nameof(IIngressGrain.Receive), _ => Task.FromResult(new IngressResponse(202, "application/json", "{}"u8.ToArray())));
        var (status, _, answer) = await host.SendAsync("POST", "/ingress/channels/webchat/main", "{}", Port, headers: ("Origin", Site));
        Assert.Equal((202, Site), (status, answer.Headers.GetValues("Access-Control-Allow-Origin").Single()));
    }

    [Fact]
    public async Task Replies_come_in_order_from_where_the_visitor_left_off()
    {
        await using var host = await HostAsync();
        var asked = new List<long>();
        host.Feed.On(nameof(IChangeFeed.ReadWebchatAsync), call =>
        {
            var after = (long)call[2]!;
            lock (asked)
                asked.Add(after);
            return Task.FromResult<IReadOnlyList<WebchatReply>>(after < 9 ? [Reply(after + 1), Reply(after + 2)] : []);
        });
        var (_, session, _) = await host.SendAsync("POST", "/webchat/main/session", port: Port);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/webchat/main/events?token={session.GetProperty("token").GetString()}");
        request.Headers.Add(EdgeHost.PortHeader, Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Add("Last-Event-ID", "5");
        using var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var ids = new List<string>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (ids.Count < 4)
        {
            var line = await reader.ReadLineAsync(patience.Token);
            if (line!.StartsWith("id: ", StringComparison.Ordinal))
                ids.Add(line[4..]);
        }

        Assert.Equal(["6", "7", "8", "9"], ids);
        lock (asked)
            Assert.Equal([5L, 7L], asked.Take(2));
    }

    [Fact]
    public async Task No_more_streams_are_open_than_allowed()
    {
        await using var host = await HostAsync(options => options.MaxEventStreams = 1);
        host.Feed.On(nameof(IChangeFeed.ReadWebchatAsync), _ => Task.FromResult<IReadOnlyList<WebchatReply>>([]));
        var token = (await host.SendAsync("POST", "/webchat/main/session", port: Port)).Body.GetProperty("token").GetString();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/webchat/main/events?token={token}");
        request.Headers.Add(EdgeHost.PortHeader, Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var first = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await EdgeAccessTests.Expect(503, "TOO_MANY_STREAMS", host.SendAsync("GET", $"/webchat/main/events?token={token}", port: Port));
    }

    [Fact]
    public void A_text_with_line_breaks_stays_one_event()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        WebchatStream.Format(output, new WebchatReply(12, AccountId, "one\ntwo\r\nthree", null, EdgeHost.Now));
        Assert.Equal(
            "id: 12\nevent: message\ndata: {\"seq\":12,\"id\":\"0195f000-0000-7000-8000-0000000000ee\",\"text\":\"one\\ntwo\\r\\nthree\",\"replyTo\":null,\"createdAt\":\"2026-02-22T10:20:30.123Z\"}\n\n",
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static WebchatReply Reply(long seq) => new(seq, AccountId, $"reply {seq}", null, EdgeHost.Now);

    private static async Task<EdgeHost> HostAsync(Action<GatewayOptions>? change = null)
    {
        var host = await EdgeHost.StartAsync(change);
        var account = new AccountSnapshot
        {
            Id = AccountId, Version = 1, ChannelId = "webchat", AccountKey = "main", Enabled = true, DmPolicy = "open", GroupPolicy = "open", RequireMentionInGroup = false,
            Metadata = JsonElement.Parse($$"""{"allowedOrigins":["{{Site}}"]}"""),
            Allowlist = FrozenSet<(string Scope, string Subject)>.Empty,
            Secrets = FrozenDictionary<string, ImmutableArray<string>>.Empty,
            Organization = new OrganizationSnapshot { Id = EdgeHost.Org, Version = 1, ChannelRuntimeEnabled = true, AgentKind = "none", Triggers = [] },
        };
        host.Directory.On(nameof(IAccountDirectory.FindAsync), call => new ValueTask<AccountSnapshot?>((string)call[1]! == "main" ? account : null));
        return host;
    }
}

using System.Text;
using Vespid.Gateway.Hosting;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Unit.Gateway;

public sealed class EdgeIngressTests
{
    private const int Port = GatewayDefaults.IngressPort;

    [Fact]
    public async Task The_grain_gets_the_bytes_as_they_came_and_its_answer_goes_back_as_it_is()
    {
        await using var host = await HostAsync(new IngressResponse(202, "application/json", """{"ok":true}"""u8.ToArray()));
        var (status, body, _) = await host.SendAsync(
            "POST", "/ingress/channels/telegram/a%20key?x=1&x=2", new StringContent("{ \"ä\" :1}", Encoding.UTF8, "application/json"), Port,
            headers: [("X-Hub-Signature-256", "sha256=00"), ("Cookie", "a=b")]);
        Assert.Equal((202, """{"ok":true}"""), (status, body.GetRawText()));
        var request = (IngressRequest)host.Ingress.Calls.Single().Arguments[0]!;
        Assert.Equal(("POST", "telegram", "a key", null), (request.Method, request.ChannelId, request.AccountKey, request.IngressKey));
        Assert.Equal("{ \"ä\" :1}", Encoding.UTF8.GetString(request.Body));
        Assert.Equal("1", request.Query["x"]);
        Assert.Equal("sha256=00", request.Headers["x-hub-signature-256"]);
        Assert.DoesNotContain("cookie", request.Headers.Keys);
        Assert.Equal("127.0.0.1", request.RemoteAddress);
    }

    [Fact]
    public async Task The_unguessable_route_names_no_account()
    {
        await using var host = await HostAsync(new IngressResponse(200, null, []));
        Assert.Equal(200, (await host.SendAsync("PUT", "/ingress/k/abc/_matrix/app/v1/transactions/7", "{}", Port)).Status);
        var request = (IngressRequest)host.Ingress.Calls.Single().Arguments[0]!;
        Assert.Equal(("PUT", null, "abc"), (request.Method, request.AccountKey, request.IngressKey));
        Assert.Equal("_matrix/app/v1/transactions/7", request.Headers["x-vespid-subpath"]);
    }

    [Theory]
    [InlineData("POST", "/ingress/channels/fax/main", 400, "BAD_REQUEST")]
    [InlineData("POST", "/ingress/channels/telegram/", 400, "BAD_REQUEST")]
    [InlineData("POST", "/ingress/channels/telegram", 400, "BAD_REQUEST")]
    [InlineData("DELETE", "/ingress/channels/telegram/main", 404, "NOT_FOUND")]
    [InlineData("PATCH", "/ingress/k/abc", 404, "NOT_FOUND")]
    public async Task A_wrong_path_or_method_never_reaches_the_grain(string method, string path, int status, string code)
    {
        await using var host = await HostAsync(new IngressResponse(202, null, []));
        await EdgeAccessTests.Expect(status, code, host.SendAsync(method, path, "{}", Port));
        Assert.Empty(host.Ingress.Calls);
    }

    [Fact]
    public async Task An_account_key_may_have_120_characters_and_no_more()
    {
        await using var host = await HostAsync(new IngressResponse(202, null, []));
        Assert.Equal(202, (await host.SendAsync("POST", "/ingress/channels/telegram/" + new string('k', 120), "{}", Port)).Status);
        Assert.Equal(400, (await host.SendAsync("POST", "/ingress/channels/telegram/" + new string('k', 121), "{}", Port)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_refused_whether_it_says_its_size_or_not(bool chunked)
    {
        await using var host = await HostAsync(new IngressResponse(202, null, []), options => options.MaxBodyBytes = 2_048);
        Assert.Equal(202, (await host.SendAsync("POST", "/ingress/channels/telegram/main", Content(2_048), Port)).Status);
        await EdgeAccessTests.Expect(413, "body_too_large", host.SendAsync("POST", "/ingress/channels/telegram/main", Content(2_049), Port));
        Assert.Single(host.Ingress.Calls);

        HttpContent Content(int length)
        {
            var bytes = Encoding.ASCII.GetBytes(new string(' ', length));
            return chunked ? new StreamContent(new Unseekable(bytes)) : new ByteArrayContent(bytes);
        }
    }

    [Fact]
    public async Task Other_media_types_are_refused()
    {
        await using var host = await HostAsync(new IngressResponse(202, null, []));
        await EdgeAccessTests.Expect(
            415, "UNSUPPORTED_MEDIA_TYPE", host.SendAsync("POST", "/ingress/channels/telegram/main", new StringContent("<a/>", Encoding.UTF8, "application/xml"), Port));
    }

    [Fact]
    public async Task Ten_failures_of_authenticity_a_minute_close_the_door_of_that_account_to_an_address()
    {
        await using var host = await HostAsync(new IngressResponse(202, null, [], null, AuthenticityFailed: true));
        for (var i = 0; i < 10; i++)
            Assert.Equal(202, (await host.SendAsync("POST", "/ingress/channels/telegram/main", "{}", Port)).Status);
        var (status, body, answer) = await host.SendAsync("POST", "/ingress/channels/telegram/main", "{}", Port);
        Assert.Equal((429, "rate_limited"), (status, body.GetProperty("code").GetString()));
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 6);
        Assert.Equal(10, host.Ingress.Calls.Count);
        Assert.Equal(202, (await host.SendAsync("POST", "/ingress/channels/slack/other", "{}", Port)).Status);
    }

    [Fact]
    public async Task An_account_takes_its_rate_and_others_are_not_held_up()
    {
        await using var host = await HostAsync(new IngressResponse(202, null, []), options => options.IngressPerSecond = 1);
        Assert.Equal(202, (await host.SendAsync("POST", "/ingress/channels/telegram/main", "{}", Port)).Status);
        Assert.Equal(429, (await host.SendAsync("POST", "/ingress/channels/telegram/main", "{}", Port)).Status);
        Assert.Equal(202, (await host.SendAsync("POST", "/ingress/channels/telegram/other", "{}", Port)).Status);
    }

    [Fact]
    public async Task An_answer_without_a_body_stays_without_one()
    {
        await using var host = await HostAsync(new IngressResponse(401, null, []));
        var (status, _, answer) = await host.SendAsync("POST", "/ingress/channels/discord/main", "{}", Port);
        Assert.Equal((401, 0L), (status, answer.Content.Headers.ContentLength));
    }

    private static async Task<EdgeHost> HostAsync(IngressResponse answer, Action<GatewayOptions>? change = null)
    {
        var host = await EdgeHost.StartAsync(change);
        host.Ingress.On(nameof(IIngressGrain.Receive), _ => Task.FromResult(answer));
        return host;
    }

    /// <summary>Without a length, so that the client sends it in chunks.</summary>
    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}

using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Zalo;

public sealed class ZaloTests : IDisposable
{
    private static readonly ChannelAccount Official = Accounts.Of("zalo", null, null, ("oaSecretKey", ["s"]));
    private readonly ChannelsHost _host = new();

    private IChannelAdapter Adapter => _host.Adapter("zalo");

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task The_bytes_as_sent_are_what_is_signed()
    {
        var spaced = Requests.Of("zalo", ZaloCompliance.Event("hi").ToJsonString(new() { WriteIndented = true }));
        var request = ZaloCompliance.Signed(spaced, "s");

        Assert.IsType<Authenticity.Authentic>(await Authenticate(request, Official));
        Assert.IsType<Authenticity.Failed>(await Authenticate(request.WithBody(ZaloCompliance.Event("hi").ToJsonString()), Official));
    }

    [Fact]
    public async Task The_time_may_be_a_number_and_the_prefix_may_lack()
    {
        var body = ZaloCompliance.Event("hi");
        body["timestamp"] = 1710000190000;
        var request = ZaloCompliance.Signed(Requests.Of("zalo", body), "s");

        Assert.IsType<Authenticity.Authentic>(await Authenticate(request, Official));
        Assert.IsType<Authenticity.Authentic>(await Authenticate(request.WithHeader("x-zevent-signature", request.Headers["x-zevent-signature"]["mac=".Length..]), Official));
    }

    [Fact]
    public async Task The_accounts_app_counts_and_not_the_bodys()
    {
        var account = Accounts.Of("zalo", new() { ["appId"] = "another-app" }, null, ("oaSecretKey", ["s"]));
        var request = Requests.Of("zalo", ZaloCompliance.Event("hi"));

        Assert.IsType<Authenticity.Failed>(await Authenticate(ZaloCompliance.Signed(request, "s"), account));
        Assert.IsType<Authenticity.Authentic>(await Authenticate(ZaloCompliance.Signed(request, "s", app: "another-app"), account));
    }

    [Fact]
    public async Task Installations_that_differ_say_so_in_their_settings()
    {
        var header = Accounts.Of("zalo", new() { ["macTime"] = "header" }, null, ("oaSecretKey", ["s"]));
        var hmac = Accounts.Of("zalo", new() { ["macScheme"] = "hmac-sha256" }, null, ("oaSecretKey", ["s"]));
        var request = Requests.Of("zalo", ZaloCompliance.Event("hi"));
        byte[] signed = [.. "360846524940903967"u8, .. request.Body, .. "1710000190000"u8];
        var byHmac = request.WithHeader("x-zevent-signature", Convert.ToHexStringLower(HMACSHA256.HashData("s"u8, signed)));
        var byHeader = ZaloCompliance.Signed(request, "s", "99").WithHeader("x-zevent-timestamp", "99");

        Assert.IsType<Authenticity.Authentic>(await Authenticate(byHmac, hmac));
        Assert.IsType<Authenticity.Failed>(await Authenticate(byHmac, Official));
        Assert.IsType<Authenticity.Authentic>(await Authenticate(byHeader, header));
        Assert.IsType<Authenticity.Failed>(await Authenticate(byHeader, Official));
    }

    [Fact]
    public async Task Every_secret_of_the_account_must_be_proven()
    {
        var account = Accounts.Of("zalo", null, null, ("oaSecretKey", ["s"]), ("ingressToken", ["t"]));
        var request = ZaloCompliance.Signed(Requests.Of("zalo", ZaloCompliance.Event("hi")), "s");

        Assert.Equal(new Authenticity.Failed("zalo_token_invalid"), await Authenticate(request, account));
        Assert.Equal(new Authenticity.Failed("zalo_mac_invalid"), await Authenticate(Requests.Of("zalo", "{}").WithHeader("x-zalo-token", "t"), account));
        Assert.IsType<Authenticity.Authentic>(await Authenticate(request.WithHeader("x-zalo-token", "t"), account));
    }

    [Fact]
    public void A_mac_of_other_bytes_is_never_taken() => Properties.Check(
        Prop.ForAll(Json.Bytes, Json.Bytes, (signed, sent) =>
            signed.AsSpan().SequenceEqual(sent)
            || Authenticate(ZaloCompliance.Signed(Requests.Of("zalo", signed), "s", "", "") with { Body = sent }, Official).AsTask().GetAwaiter().GetResult() is Authenticity.Failed),
        300);

    [Theory]
    [InlineData("""{"ok":true,"result":BODY}""")]
    [InlineData("BODY")]
    public void A_bots_message_is_read_inside_the_result_and_at_the_top(string frame)
    {
        const string Body = """
            {"event_name":"message.text.received","message":{"from":{"id":"u-1","display_name":"Ada","is_bot":false},"chat":{"id":"c-1","chat_type":"PRIVATE"},
             "text":"hi","message_id":"m-1","date":1750316131602}}
            """;

        var message = One(frame.Replace("BODY", Body, StringComparison.Ordinal));

        Assert.Equal(("u-1", "c-1", "m-1", "c-1:m-1", InboundEvents.DirectMessage), (message.SenderId, message.ConversationId, message.ProviderMessageId, message.DedupeKey, message.Event));
        Assert.Equal(("Ada", DateTimeOffset.FromUnixTimeMilliseconds(1750316131602)), (message.SenderDisplayName, message.ReceivedAt));
    }

    [Fact]
    public void A_group_is_no_direct_message_and_names_the_bot()
    {
        const string Body = """{"event_name":"message.text.received","message":{"from":{"id":7},"chat":{"id":8,"chat_type":"GROUP"},"text":"hi","message_id":9,"mentions":[{"id":"bot-1"}]}}""";
        var account = Accounts.Of("zalo", new() { ["botUserId"] = "bot-1" });

        var message = Read.One(Adapter.Normalize(Requests.Of("zalo", Body), account));

        Assert.Equal(("7", "8", "9", InboundEvents.Mentioned), (message.SenderId, message.ConversationId, message.ProviderMessageId, message.Event));
        Assert.Equal(InboundEvents.Received, One(Body).Event);
    }

    [Fact]
    public void Quotes_and_pictures_are_kept()
    {
        var body = ZaloCompliance.Event("look");
        body["event_name"] = "user_send_image";
        body["message"]!["quote_msg_id"] = "q-1";
        body["message"]!["attachments"] = JsonNode.Parse("""[{"type":"image","payload":{"url":"https://x.example/a.jpg","thumbnail":"t"}},{"type":"location","payload":{}}]""");

        var message = One(body.ToJsonString());

        Assert.Equal("q-1", message.ReplyToProviderMessageId);
        Assert.Equal(new Attachment("image", null, null, "https://x.example/a.jpg", null, null), Assert.Single(message.Attachments));
    }

    [Theory]
    [InlineData("""{"event_name":"oa_send_text","sender":{"id":"oa"},"message":{"text":"own","msg_id":"1"}}""", "self_message")]
    [InlineData("""{"event_name":"user_seen_message","message":{"msg_ids":["1"]}}""", "unsupported_event")]
    [InlineData("""{"event_name":"follow","follower":{"id":"u"}}""", "unsupported_event")]
    [InlineData("""{"event_name":"user_send_sticker","sender":{"id":"u"},"message":{"msg_id":"1","attachments":[]}}""", "unsupported_event")]
    [InlineData("""{"result":{"event_name":"message.text.received","message":{"from":{"id":"b","is_bot":true},"text":"own"}}}""", "self_message")]
    [InlineData("""{"message":{"msg_id":"1"},"sender":{"id":"u"}}""", "normalize_failed")]
    public void What_is_no_persons_text_says_why(string body, string reason) => Read.Nothing(reason, Adapter.Normalize(Requests.Of("zalo", body), Official));

    private InboundMessage One(string body) => Read.One(Adapter.Normalize(Requests.Of("zalo", body), Official));

    private ValueTask<Authenticity> Authenticate(IngressRequest request, ChannelAccount account) => Adapter.AuthenticateAsync(request, account, CancellationToken.None);
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.MsTeams;

public sealed class TeamsTests : IAsyncLifetime
{
    private const string App = "00000000-1111-2222-3333-444444444444";
    private const string ServiceUrl = "https://smba.trafficmanager.net/emea/";
    private static readonly ChannelAccount Bot = Accounts.Of("msteams", new() { ["botAppId"] = App });
    private static readonly string WebhookSecret = Convert.ToBase64String(Encoding.UTF8.GetBytes("a security token of Teams"));

    private readonly ManualTime _time = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
    private TokenIssuer _connector = null!;
    private ChannelsHost _host = null!;

    private IChannelAdapter Adapter => _host.Adapter("msteams");

    public async Task InitializeAsync()
    {
        _connector = await TokenIssuer.StartAsync("key-1", "msteams", "skype");
        _connector.Publish("key-webchat", "webchat");
        _connector.Publish("key-unendorsed");
        _host = new(options => options.BotConnectorMetadataUrl = _connector.MetadataUrl, _time);
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _connector.DisposeAsync();
    }

    [Theory]
    [InlineData("serviceurl")]
    [InlineData("serviceUrl")]
    public async Task The_connectors_token_is_taken_with_the_claim_as_documented_and_as_sent(string claim) =>
        Assert.IsType<Authenticity.Authentic>(await Authenticate(_connector.Sign(Claims(serviceClaim: claim))));

    public static TheoryData<string> Forgeries =>
        ["audience", "issuer", "expired", "not yet", "other service", "no service", "webchat key", "no endorsement", "unknown key", "none", "hs256", "no token"];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Any_other_token_is_401(string forgery) => Assert.Equal(
        new Authenticity.Failed("msteams_jwt_invalid", 401),
        await Authenticate(forgery switch
        {
            "audience" => _connector.Sign(Claims(aud: "another-app")),
            "issuer" => _connector.Sign(Claims(iss: "https://sts.windows.net/x/")),
            "expired" => _connector.Sign(Claims(exp: -301)),
            "not yet" => _connector.Sign(Claims(nbf: 301)),
            "other service" => _connector.Sign(Claims(service: "https://evil.example/")),
            "no service" => _connector.Sign(Claims(serviceClaim: "unrelated")),
            "webchat key" => _connector.Sign(Claims(), "key-webchat"),
            "no endorsement" => _connector.Sign(Claims(), "key-unendorsed"),
            "unknown key" => _connector.SignWithUnpublishedKey(Claims()),
            "none" => _connector.WithoutSignature(Claims()),
            "hs256" => _connector.SignWithPublicKeyAsSecret(Claims()).First(),
            _ => "",
        }));

    [Fact]
    public async Task A_key_that_is_rotated_is_found()
    {
        Assert.IsType<Authenticity.Authentic>(await Authenticate(_connector.Sign(Claims())));
        _connector.Publish("key-2", "msteams");
        _time.Advance(PublishedKeys.BetweenFetches);

        Assert.IsType<Authenticity.Authentic>(await Authenticate(_connector.Sign(Claims(), "key-2")));
    }

    [Fact]
    public async Task While_the_keys_are_away_the_request_shall_come_again()
    {
        _connector.OtherFaults.Add(new VendorFault.Hang());
        using var host = new ChannelsHost(
            options =>
            {
                options.BotConnectorMetadataUrl = _connector.MetadataUrl;
                options.OutboundTimeout = TimeSpan.FromMilliseconds(200);
            },
            _time);

        Assert.Equal(503, Assert.IsType<Authenticity.Failed>(await Authenticate(_connector.Sign(Claims()), adapter: host.Adapter("msteams"))).RequiredStatus);
    }

    [Fact]
    public async Task A_sidecars_token_and_the_connectors_may_both_be_configured()
    {
        var account = Accounts.Of("msteams", new() { ["botAppId"] = App }, null, ("ingressToken", ["t"]));

        Assert.IsType<Authenticity.Authentic>(await Authenticate(_connector.Sign(Claims()), account));
        Assert.IsType<Authenticity.Authentic>(await Authenticate("t", account));
        Assert.Equal(new Authenticity.Failed("msteams_token_invalid", 401), await Authenticate("x", account));
        Assert.Equal(new Authenticity.Failed("msteams_jwt_invalid", 401), await Authenticate(_connector.WithoutSignature(Claims()), account));
    }

    [Fact]
    public async Task An_outgoing_webhook_signs_the_raw_body()
    {
        var account = Accounts.Of("msteams", null, null, ("outgoingWebhookSecret", [WebhookSecret]));
        var request = Hmac(Requests.Of("msteams", """{ "type":"message", "text":"hi" }"""), WebhookSecret);

        Assert.IsType<Authenticity.Authentic>(await Adapter.AuthenticateAsync(request, account, default));
        Assert.Equal(new Authenticity.Failed("msteams_signature_invalid", 401), await Adapter.AuthenticateAsync(request.WithBody("""{"type":"message","text":"hi"}"""), account, default));
        Assert.Equal(new Authenticity.Failed("msteams_signature_missing", 401), await Adapter.AuthenticateAsync(Requests.Of("msteams", "{}"), account, default));
        Assert.IsType<Authenticity.Failed>(await Adapter.AuthenticateAsync(request.WithHeader("authorization", "HMAC not base64!"), account, default));
    }

    [Fact]
    public async Task Both_webhook_tokens_count_while_one_is_rotated()
    {
        var old = Convert.ToBase64String("the old one"u8);
        var account = Accounts.Of("msteams", null, null, ("outgoingWebhookSecret", [WebhookSecret, old]));

        Assert.IsType<Authenticity.Authentic>(await Adapter.AuthenticateAsync(Hmac(Requests.Of("msteams", "{}"), old), account, default));
    }

    [Fact]
    public void A_webhooks_signature_of_other_bytes_is_never_taken() => Properties.Check(
        Prop.ForAll(Json.Bytes, Json.Bytes, (signed, sent) =>
            signed.AsSpan().SequenceEqual(sent)
            || Adapter.AuthenticateAsync(
                Hmac(Requests.Of("msteams", signed), WebhookSecret) with { Body = sent },
                Accounts.Of("msteams", null, null, ("outgoingWebhookSecret", [WebhookSecret])),
                default).AsTask().GetAwaiter().GetResult() is Authenticity.Failed),
        300);

    [Fact]
    public void A_channels_thread_is_the_messages_thread()
    {
        var message = One(Channel("<at>Vespid</at> deploy", "19:abc@thread.tacv2;messageid=1699", "28:bot-1"));

        Assert.Equal(("19:abc@thread.tacv2", "1699", InboundEvents.Mentioned), (message.ConversationId, message.ThreadId, message.Event));
        Assert.Equal("19:abc@thread.tacv2:1700000000001", message.DedupeKey);
    }

    [Theory]
    [InlineData("28:bot-1", InboundEvents.Mentioned)]
    [InlineData("28:" + App, InboundEvents.Mentioned)]
    [InlineData("29:ada", InboundEvents.Received)]
    public void Only_a_mention_of_this_bot_is_one(string mentioned, string kind) => Assert.Equal(kind, One(Channel("<at>X</at> hi", "19:abc", mentioned)).Event);

    [Fact]
    public void An_edit_is_one_and_a_channel_activity_may_lack_its_id()
    {
        var body = TeamsCompliance.Activity("better");
        body["type"] = "messageUpdate";
        body["replyToId"] = "1690";
        var edit = One(body);
        body["type"] = "message";
        body.Remove("id");

        Assert.Equal((true, "1700000000001", "1690"), (edit.IsEdit, edit.ProviderMessageId, edit.ReplyToProviderMessageId));
        Assert.NotEqual(One(TeamsCompliance.Activity("x")).DedupeKey, edit.DedupeKey);
        Assert.NotEqual(One(body).DedupeKey, One(body).DedupeKey);
    }

    [Fact]
    public void Files_and_pictures_are_attachments_and_the_texts_html_is_none()
    {
        var body = TeamsCompliance.Activity("see");
        body["attachments"] = JsonNode.Parse("""
            [{"contentType":"text/html","content":"<p>see</p>"},
             {"contentType":"application/vnd.microsoft.card.adaptive","content":{}},
             {"contentType":"image/png","contentUrl":"https://smba.example/img","name":"a.png"},
             {"contentType":"application/vnd.microsoft.teams.file.download.info","name":"b.pdf","content":{"downloadUrl":"https://x.example/b","uniqueId":"u-1","fileType":"pdf"}}]
            """);

        Assert.Equal(
            [new Attachment("image", "image/png", null, "https://smba.example/img", null, "a.png"), new Attachment("file", null, null, "https://x.example/b", "u-1", "b.pdf")],
            One(body).Attachments.AsEnumerable());
    }

    [Theory]
    [InlineData("""{"type":"conversationUpdate","membersAdded":[]}""", "unsupported_event")]
    [InlineData("""{"type":"messageDelete","id":"1"}""", "unsupported_event")]
    [InlineData("""{"type":"messageReaction","reactionsAdded":[]}""", "unsupported_event")]
    [InlineData("""{"type":"invoke","name":"x","value":{"text":"hi"}}""", "unsupported_event")]
    [InlineData("""{"type":"message","value":{"choice":1},"from":{"id":"29:a"}}""", "unsupported_event")]
    [InlineData("""{"type":"message","text":"x","from":{"id":"28:b","role":"bot"}}""", "self_message")]
    [InlineData("""{"type":"message","text":"x","from":{"id":"28:b"},"recipient":{"id":"28:b"}}""", "self_message")]
    public void What_is_no_persons_text_says_why(string body, string reason) => Read.Nothing(reason, Adapter.Normalize(Requests.Of("msteams", body), Bot));

    [Fact]
    public void A_reduced_body_without_a_type_is_a_message()
    {
        var message = One(JsonNode.Parse("""
            {"id":"teams-msg-1","text":"<at>bot-1</at> deploy now","from":{"id":"29:user-1"},"recipient":{"id":"bot-1"},
             "conversation":{"id":"conv-1","conversationType":"channel"}}
            """)!.AsObject());

        Assert.Equal(("29:user-1", "conv-1", "teams-msg-1", InboundEvents.Mentioned), (message.SenderId, message.ConversationId, message.ProviderMessageId, message.Event));
    }

    private JsonObject Claims(
        string aud = App, string iss = "https://api.botframework.com", int exp = 600, int nbf = -10, string service = ServiceUrl, string serviceClaim = "serviceurl")
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        return new() { ["iss"] = iss, ["aud"] = aud, ["exp"] = now + exp, ["nbf"] = now + nbf, [serviceClaim] = service };
    }

    private static JsonObject Channel(string text, string conversation, string mentioned)
    {
        var body = TeamsCompliance.Activity(text);
        body["conversation"] = new JsonObject { ["id"] = conversation, ["conversationType"] = "channel", ["isGroup"] = true };
        body["entities"] = new JsonArray(new JsonObject
        {
            ["type"] = "mention",
            ["text"] = "<at>another text</at>",
            ["mentioned"] = new JsonObject { ["id"] = mentioned, ["name"] = "X" },
        });
        return body;
    }

    private static IngressRequest Hmac(IngressRequest request, string secret) => request.WithHeader(
        "authorization", "HMAC " + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret), request.Body)));

    private InboundMessage One(JsonObject body) => Read.One(Adapter.Normalize(Requests.Of("msteams", body), Bot));

    private ValueTask<Authenticity> Authenticate(string token, ChannelAccount? account = null, IChannelAdapter? adapter = null) => (adapter ?? Adapter).AuthenticateAsync(
        Requests.Of("msteams", TeamsCompliance.Activity("hi")).WithHeader("authorization", "Bearer " + token), account ?? Bot, CancellationToken.None);
}

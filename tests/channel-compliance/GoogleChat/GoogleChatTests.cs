using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.GoogleChat;

public sealed class GoogleChatTests : IAsyncLifetime
{
    private const string Chat = "chat@system.gserviceaccount.com";
    private const string Endpoint = "https://bots.example.org/ingress/channels/googlechat/main";
    private static readonly ChannelAccount ByUrl = Accounts.Of("googlechat", new() { ["endpointUrl"] = Endpoint });
    private static readonly ChannelAccount ByProject = Accounts.Of("googlechat", new() { ["projectNumber"] = "1234567890" });

    private readonly ManualTime _time = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
    private TokenIssuer _google = null!;
    private TokenIssuer _chat = null!;
    private ChannelsHost _host = null!;

    private IChannelAdapter Adapter => _host.Adapter("googlechat");

    public async Task InitializeAsync()
    {
        (_google, _chat) = (await TokenIssuer.StartAsync(), await TokenIssuer.StartAsync());
        _host = new(
            options =>
            {
                options.GoogleIdTokenKeysUrl = _google.KeysUrl;
                options.GoogleChatKeysUrl = _chat.CertificatesUrl;
            },
            _time);
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _google.DisposeAsync();
        await _chat.DisposeAsync();
    }

    [Fact]
    public async Task A_token_for_the_endpoint_is_googles_own_for_chat()
    {
        Assert.IsType<Authenticity.Authentic>(await Authenticate(ByUrl, _google.Sign(IdToken())));
        Assert.IsType<Authenticity.Authentic>(await Authenticate(ByUrl, _google.Sign(IdToken(iss: "accounts.google.com"))));
    }

    public static TheoryData<string> Forgeries => ["email", "unverified", "audience", "issuer", "expired", "key", "project", "none"];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Any_other_token_is_401(string forgery) => Assert.Equal(
        new Authenticity.Failed("googlechat_jwt_invalid", 401),
        await Authenticate(ByUrl, forgery switch
        {
            // Any account of Google's gets ID tokens for any audience.
            "email" => _google.Sign(IdToken(email: "mallory@example.com")),
            "unverified" => _google.Sign(IdToken(verified: false)),
            "audience" => _google.Sign(IdToken(aud: "https://bots.example.org/other")),
            "issuer" => _google.Sign(IdToken(iss: "https://accounts.example.com")),
            "expired" => _google.Sign(IdToken(exp: -301)),
            "key" => _chat.Sign(IdToken()),
            "project" => _chat.Sign(ProjectToken()),
            _ => _google.WithoutSignature(IdToken()),
        }));

    [Fact]
    public async Task A_token_for_the_project_is_signed_by_chats_certificates()
    {
        Assert.IsType<Authenticity.Authentic>(await Authenticate(ByProject, _chat.Sign(ProjectToken())));
        Assert.IsType<Authenticity.Failed>(await Authenticate(ByProject, _chat.Sign(ProjectToken(aud: "987"))));
        Assert.IsType<Authenticity.Failed>(await Authenticate(ByProject, _google.Sign(ProjectToken())));
        Assert.IsType<Authenticity.Failed>(await Authenticate(ByProject, _google.Sign(IdToken())));
    }

    [Fact]
    public async Task A_request_without_a_token_is_401_and_the_older_token_does_not_help()
    {
        var both = Accounts.Of("googlechat", new() { ["endpointUrl"] = Endpoint }, null, ("verificationToken", ["t"]));

        Assert.Equal(new Authenticity.Failed("googlechat_jwt_invalid", 401), await Adapter.AuthenticateAsync(Requests.Of("googlechat", "{}"), ByUrl, default));
        Assert.Equal(
            new Authenticity.Failed("googlechat_jwt_invalid", 401),
            await Adapter.AuthenticateAsync(Requests.Of("googlechat", "{}").WithHeader("x-goog-chat-token", "t"), both, default));
    }

    [Fact]
    public async Task While_googles_keys_are_away_the_request_shall_come_again()
    {
        _google.OtherFaults.Add(new VendorFault.Error(500));

        Assert.Equal(503, Assert.IsType<Authenticity.Failed>(await Authenticate(ByUrl, _google.Sign(IdToken()))).RequiredStatus);
    }

    [Theory]
    [InlineData("""{"token":"t"}""", null)]
    [InlineData("{}", "t")]
    public async Task The_older_token_stands_in_header_body_or_query(string body, string? query)
    {
        var request = Requests.Of("googlechat", body);
        var account = Accounts.Of("googlechat", null, null, ("verificationToken", ["t"]));

        Assert.IsType<Authenticity.Authentic>(await Adapter.AuthenticateAsync(query is null ? request : request.WithQuery("token", query), account, default));
    }

    [Fact]
    public void A_direct_message_is_one_by_either_field()
    {
        var older = GoogleChatCompliance.Event("hi");
        ((JsonObject)older["space"]!).Remove("spaceType");

        Assert.Equal(InboundEvents.DirectMessage, One(older).Event);
        Assert.Null(One(older).ThreadId);
        Assert.Equal(InboundEvents.Received, One(Room("hi", null)).Event);
    }

    [Fact]
    public void A_room_has_threads_and_only_a_mentioned_app_is_a_mention()
    {
        var room = One(Room("@Vespid deploy", """{"name":"users/bot-1","type":"BOT"}"""));

        Assert.Equal((InboundEvents.Mentioned, "spaces/AAA/threads/TTT"), (room.Event, room.ThreadId));
        Assert.Equal(InboundEvents.Received, One(Room("@Ada deploy", """{"name":"users/222","type":"HUMAN"}""")).Event);
        var named = Accounts.Of("googlechat", new() { ["botUserId"] = "users/bot-2" });
        Assert.Equal(InboundEvents.Received, Read.One(Adapter.Normalize(Requests.Of("googlechat", Room("x", """{"name":"users/bot-1","type":"BOT"}""")), named)).Event);
    }

    [Fact]
    public void What_was_typed_after_the_mention_is_the_text_and_a_quote_is_a_reply()
    {
        var body = GoogleChatCompliance.Event("@Vespid deploy now");
        body["message"]!["argumentText"] = " deploy now";
        body["message"]!["quotedMessageMetadata"] = new JsonObject { ["name"] = "spaces/AAA/messages/OLD" };
        body["message"]!["attachment"] = new JsonArray(JsonNode.Parse(
            """{"name":"spaces/AAA/messages/BBB/attachments/1","contentName":"a.png","contentType":"image/png","attachmentDataRef":{"resourceName":"res-1"}}"""));

        var message = One(body);

        Assert.Equal(("deploy now", "spaces/AAA/messages/OLD"), (message.Text, message.ReplyToProviderMessageId));
        Assert.Equal(new Attachment("image", "image/png", null, null, "res-1", "a.png"), Assert.Single(message.Attachments));
    }

    [Fact]
    public void The_add_on_form_is_the_same_message()
    {
        var inner = GoogleChatCompliance.Event("hi");
        var body = new JsonObject
        {
            ["commonEventObject"] = new JsonObject(),
            ["chat"] = new JsonObject
            {
                ["user"] = new JsonObject { ["name"] = "users/111" },
                ["eventTime"] = "2026-02-22T10:00:00Z",
                ["messagePayload"] = new JsonObject { ["space"] = inner["space"]!.DeepClone(), ["message"] = inner["message"]!.DeepClone() },
            },
        };

        Assert.Equal(
            ("users/111", "spaces/AAA", "spaces/AAA/messages/BBB", InboundEvents.DirectMessage),
            (One(body).SenderId, One(body).ConversationId, One(body).ProviderMessageId, One(body).Event));
    }

    [Theory]
    [InlineData("""{"type":"ADDED_TO_SPACE","space":{"name":"spaces/AAA"},"user":{"name":"users/1"}}""", "unsupported_event")]
    [InlineData("""{"type":"REMOVED_FROM_SPACE","space":{"name":"spaces/AAA"}}""", "unsupported_event")]
    [InlineData("""{"type":"CARD_CLICKED","action":{"actionMethodName":"x"}}""", "unsupported_event")]
    [InlineData("""{"type":"MESSAGE","message":{"name":"m","text":"own","sender":{"name":"users/b","type":"BOT"}}}""", "self_message")]
    [InlineData("""{"message":{"name":"m"}}""", "normalize_failed")]
    public void What_is_no_persons_text_says_why(string body, string reason) => Read.Nothing(reason, Adapter.Normalize(Requests.Of("googlechat", body), ByUrl));

    private JsonObject IdToken(string? aud = null, string email = Chat, bool verified = true, string iss = "https://accounts.google.com", int exp = 600) => new()
    {
        ["iss"] = iss,
        ["aud"] = aud ?? Endpoint,
        ["email"] = email,
        ["email_verified"] = verified,
        ["exp"] = _time.GetUtcNow().ToUnixTimeSeconds() + exp,
    };

    private JsonObject ProjectToken(string aud = "1234567890") => new() { ["iss"] = Chat, ["aud"] = aud, ["exp"] = _time.GetUtcNow().ToUnixTimeSeconds() + 600 };

    private static JsonObject Room(string text, string? mentioned)
    {
        var body = GoogleChatCompliance.Event(text);
        body["space"] = new JsonObject { ["name"] = "spaces/AAA", ["type"] = "ROOM", ["spaceType"] = "SPACE" };
        if (mentioned is not null)
            body["message"]!["annotations"] = new JsonArray(new JsonObject { ["type"] = "USER_MENTION", ["userMention"] = new JsonObject { ["user"] = JsonNode.Parse(mentioned) } });
        return body;
    }

    private InboundMessage One(JsonObject body) => Read.One(Adapter.Normalize(Requests.Of("googlechat", body), ByUrl));

    private ValueTask<Authenticity> Authenticate(ChannelAccount account, string token) =>
        Adapter.AuthenticateAsync(Requests.Of("googlechat", "{}").WithHeader("authorization", "Bearer " + token), account, CancellationToken.None);
}

using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Feishu;

public sealed class FeishuTests : IDisposable
{
    private const string Key = "an encrypt key";
    private const string Challenge = """{"challenge":"ajls384kdjx98XX","token":"t","type":"url_verification"}""";
    private static readonly ChannelAccount Encrypted = Accounts.Of("feishu", null, null, ("encryptKey", [Key]));
    private static readonly ChannelAccount Plain = Accounts.Of("feishu", null, null, ("verificationToken", ["t"]));

    private readonly ChannelsHost _host = new();

    private IChannelAdapter Adapter => _host.Adapter("feishu");

    public void Dispose() => _host.Dispose();

    // open.feishu.cn/document/server-docs/event-subscription-guide/event-subscription-configure-/encrypt-key-encryption-configuration-case
    [Fact]
    public void The_published_ciphertext_opens() => Assert.Equal(
        "hello world", Encoding.UTF8.GetString(FeishuCipher.Decrypt(Convert.FromBase64String("P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk="), "test key")!));

    [Theory]
    [InlineData("""{"token":"t"}""")]
    [InlineData("""{"header":{"token":"t"}}""")]
    public async Task The_token_stands_in_the_body_in_either_schema(string body) =>
        Assert.IsType<Authenticity.Authentic>(await Authenticate(Requests.Of("feishu", body), Plain));

    [Theory]
    [InlineData("""{"token":"x"}""")]
    [InlineData("""{"header":{"token":"x"}}""")]
    [InlineData("""{"token":["t"]}""")]
    public async Task Another_token_is_refused(string body) =>
        Assert.Equal(new Authenticity.Failed("feishu_token_invalid"), await Authenticate(Requests.Of("feishu", body), Plain));

    [Fact]
    public async Task The_older_name_of_the_token_is_known() => Assert.IsType<Authenticity.Authentic>(
        await Authenticate(Requests.Of("feishu", """{"token":"t"}"""), Accounts.Of("feishu", new() { ["verification_token"] = "t" })));

    [Fact]
    public async Task A_sealed_event_is_signed_and_opened()
    {
        var request = FeishuVendor.Sign(Requests.Of("feishu", FeishuVendor.Encrypt(Event("""{"text":"deploy now"}"""), Key)), Key);

        Assert.IsType<Authenticity.Authentic>(await Authenticate(request, Encrypted));
        Assert.Null(Adapter.Handshake(request, Encrypted));
        Assert.Equal("deploy now", Read.One(Adapter.Normalize(request, Encrypted)).Text);
        Read.Nothing(ReasonCodes.NormalizeFailed, Adapter.Normalize(request, Accounts.Of("feishu", null, null, ("encryptKey", ["another key"]))));
    }

    [Fact]
    public async Task Both_keys_open_and_verify_while_one_is_rotated()
    {
        var account = Accounts.Of("feishu", null, null, ("encryptKey", ["new key", Key]));
        var request = FeishuVendor.Sign(Requests.Of("feishu", FeishuVendor.Encrypt(Event("""{"text":"hi"}"""), Key)), Key);

        Assert.IsType<Authenticity.Authentic>(await Authenticate(request, account));
        Assert.Equal("hi", Read.One(Adapter.Normalize(request, account)).Text);
    }

    [Fact]
    public async Task The_check_of_an_address_is_answered_plain_and_sealed()
    {
        var plain = Requests.Of("feishu", Challenge);
        var sealedRequest = Requests.Of("feishu", FeishuVendor.Encrypt(Challenge, Key));

        Assert.IsType<Authenticity.Authentic>(await Authenticate(plain, Plain));
        // It carries no signature, even with an encrypt key.
        Assert.IsType<Authenticity.Authentic>(await Authenticate(sealedRequest, Encrypted));
        foreach (var answer in (IngressResponse?[])[Adapter.Handshake(plain, Plain), Adapter.Handshake(sealedRequest, Encrypted)])
            Assert.Equal((200, """{"challenge":"ajls384kdjx98XX"}"""), (answer!.Status, Encoding.UTF8.GetString(answer.Body)));
    }

    [Fact]
    public async Task A_check_proves_the_token_too_and_the_key_by_being_sealed()
    {
        var both = Accounts.Of("feishu", null, null, ("encryptKey", [Key]), ("verificationToken", ["other"]));

        Assert.Equal(new Authenticity.Failed("feishu_token_invalid"), await Authenticate(Requests.Of("feishu", FeishuVendor.Encrypt(Challenge, Key)), both));
        Assert.Equal(new Authenticity.Failed("feishu_signature_missing"), await Authenticate(Requests.Of("feishu", Challenge), Encrypted));
        Assert.Equal(new Authenticity.Failed("feishu_signature_missing"), await Authenticate(Requests.Of("feishu", FeishuVendor.Encrypt(Challenge, "guess")), Encrypted));
    }

    [Fact]
    public async Task An_event_that_calls_itself_a_check_is_an_event()
    {
        var body = JsonNode.Parse(Event("""{"text":"hi"}"""))!.AsObject();
        (body["type"], body["challenge"]) = ("url_verification", "x");

        Assert.Equal(new Authenticity.Failed("feishu_signature_missing"), await Authenticate(Requests.Of("feishu", FeishuVendor.Encrypt(body.ToJsonString(), Key)), Encrypted));
        Assert.Null(Adapter.Handshake(Requests.Of("feishu", body), Plain));
        Assert.Equal("hi", Read.One(Adapter.Normalize(Requests.Of("feishu", body), Plain)).Text);
    }

    [Fact]
    public void A_signature_of_other_bytes_is_never_taken() => Properties.Check(
        Prop.ForAll(Json.Bytes, Json.Bytes, (signed, sent) =>
            signed.AsSpan().SequenceEqual(sent)
            || Authenticate(FeishuVendor.Sign(Requests.Of("feishu", signed), Key) with { Body = sent }, Encrypted).AsTask().GetAwaiter().GetResult() is Authenticity.Failed),
        300);

    [Fact]
    public void No_ciphertext_makes_it_throw() => Properties.Check(
        Prop.ForAll(Json.Bytes, bytes => Adapter.Normalize(Requests.Of("feishu", new JsonObject { ["encrypt"] = Convert.ToBase64String(bytes) }), Encrypted).Messages.IsEmpty),
        500);

    [Fact]
    public void A_group_message_names_the_bot_by_its_open_id_and_shows_names()
    {
        var account = Accounts.Of("feishu", new() { ["botOpenId"] = "ou_bot" });
        var body = JsonNode.Parse(Event("""{"text":"@_user_1 tell @_user_10 hi"}""", "group"))!;
        body["event"]!["message"]!["mentions"] = JsonNode.Parse("""
            [{"key":"@_user_1","id":{"open_id":"ou_bot"},"name":"Vespid"},{"key":"@_user_10","id":{"open_id":"ou_ada"},"name":"Ada"}]
            """);

        var message = Read.One(Adapter.Normalize(Requests.Of("feishu", body), account));
        ((JsonArray)body["event"]!["message"]!["mentions"]!).RemoveAt(0);

        Assert.Equal(("@Vespid tell @Ada hi", InboundEvents.Mentioned), (message.Text, message.Event));
        Assert.Equal(InboundEvents.Received, Read.One(Adapter.Normalize(Requests.Of("feishu", body), account)).Event);
    }

    [Fact]
    public void Threads_replies_and_rich_texts_are_read()
    {
        var body = JsonNode.Parse(Event("""{"title":"Plan","content":[[{"tag":"text","text":"step "},{"tag":"a","text":"one","href":"x"}],[{"tag":"img","image_key":"img_1"}]]}""", type: "post"))!;
        (body["event"]!["message"]!["thread_id"], body["event"]!["message"]!["parent_id"]) = ("omt_1", "om_0");

        var message = One(body.ToJsonString());

        Assert.Equal(("Plan\nstep one", "omt_1", "om_0"), (message.Text, message.ThreadId, message.ReplyToProviderMessageId));
        Assert.Equal(new Attachment("image", null, null, null, "img_1", null), Assert.Single(message.Attachments));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1710000090), message.ReceivedAt);
    }

    [Fact]
    public void The_older_schema_is_read()
    {
        var message = One("""
            {"ts":"1710000090","uuid":"u-1","token":"t","type":"event_callback","event":{"type":"message","msg_type":"text","open_id":"ou_1","open_chat_id":"oc_1",
             "open_message_id":"om_1","chat_type":"group","text":"<at>bot</at> hi","text_without_at_bot":"hi","is_mention":true}}
            """);

        Assert.Equal(("ou_1", "oc_1", "om_1", "hi", InboundEvents.Mentioned), (message.SenderId, message.ConversationId, message.ProviderMessageId, message.Text, message.Event));
    }

    [Theory]
    [InlineData("""{"schema":"2.0","header":{"event_type":"im.message.message_read_v1"},"event":{}}""", "unsupported_event")]
    [InlineData("""{"schema":"2.0","header":{"event_type":"im.message.recalled_v1"},"event":{"message_id":"om_1"}}""", "unsupported_event")]
    [InlineData("""{"header":{"event_type":"im.message.receive_v1"},"event":{"message":{"message_id":"om_1","content":"{\"image_key\":\"i\"}"}}}""", "unsupported_event")]
    [InlineData("""{"header":{"event_type":"im.message.receive_v1"},"event":{"sender":{"sender_type":"app"},"message":{"message_id":"om_1","content":"{\"text\":\"x\"}"}}}""", "self_message")]
    [InlineData(Challenge, "unsupported_event")]
    public void What_is_no_persons_text_says_why(string body, string reason) => Read.Nothing(reason, Adapter.Normalize(Requests.Of("feishu", body), Plain));

    private static string Event(string content, string chatType = "p2p", string type = "text") => new JsonObject
    {
        ["schema"] = "2.0",
        ["header"] = new JsonObject { ["event_id"] = "ev-1", ["event_type"] = "im.message.receive_v1", ["token"] = "t" },
        ["event"] = new JsonObject
        {
            ["sender"] = new JsonObject { ["sender_id"] = new JsonObject { ["open_id"] = "ou_1" }, ["sender_type"] = "user" },
            ["message"] = new JsonObject
            {
                ["message_id"] = "om_1", ["chat_id"] = "oc_1", ["chat_type"] = chatType, ["message_type"] = type, ["content"] = content, ["create_time"] = "1710000090000",
            },
        },
    }.ToJsonString();

    private InboundMessage One(string body) => Read.One(Adapter.Normalize(Requests.Of("feishu", body), Plain));

    private ValueTask<Authenticity> Authenticate(IngressRequest request, ChannelAccount account) => Adapter.AuthenticateAsync(request, account, CancellationToken.None);
}

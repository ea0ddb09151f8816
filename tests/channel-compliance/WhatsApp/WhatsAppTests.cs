using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.WhatsApp;

public sealed class WhatsAppTests : IDisposable
{
    private static readonly ChannelAccount Signed = Accounts.Of("whatsapp", null, null, ("appSecret", ["s"]), ("verifyToken", ["v-1", "v-0"]));
    private readonly ChannelsHost _host = new();

    private IChannelAdapter Adapter => _host.Adapter("whatsapp");

    public void Dispose() => _host.Dispose();

    // Published with the scheme: docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries, whose header and algorithm Meta's are.
    [Theory]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", true)]
    [InlineData("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", true)]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18", false)]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a", false)]
    [InlineData("sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", false)]
    public async Task The_published_signature_holds(string signature, bool good)
    {
        var account = Accounts.Of("whatsapp", null, null, ("appSecret", ["It's a Secret to Everybody"]));

        var found = await Authenticate(Requests.Of("whatsapp", "Hello, World!").WithHeader("x-hub-signature-256", signature), account);

        Assert.Equal(good, found is Authenticity.Authentic);
    }

    [Fact]
    public async Task The_bytes_as_sent_are_what_is_signed()
    {
        const string Escaped = """{ "entry" : [{"changes":[{"value":{"messages":[{"id":"m","from":"1","text":{"body":"caf\u00e9 \/ \u003c"}}]}}]}] }""";
        var request = WhatsAppCompliance.Signed(Requests.Of("whatsapp", Escaped), "s");

        Assert.IsType<Authenticity.Authentic>(await Authenticate(request, Signed));
        Assert.IsType<Authenticity.Failed>(await Authenticate(request.WithBody(JsonNode.Parse(Escaped)!.ToJsonString()), Signed));
        Assert.Equal("café / <", Read.One(Adapter.Normalize(request, Signed)).Text);
    }

    [Fact]
    public void A_signature_of_other_bytes_is_never_taken() => Properties.Check(
        Prop.ForAll(Json.Bytes, Json.Bytes, (signed, sent) =>
            signed.AsSpan().SequenceEqual(sent)
            || Authenticate(WhatsAppCompliance.Signed(Requests.Of("whatsapp", signed), "s") with { Body = sent }, Signed).AsTask().GetAwaiter().GetResult() is Authenticity.Failed),
        500);

    [Theory]
    [InlineData("v-1", "1158201444", 200)]
    [InlineData("v-0", "1158201444", 200)]
    [InlineData("v-2", "1158201444", 403)]
    [InlineData("v-1", "<script>", 403)]
    [InlineData("v-1", "", 403)]
    public async Task The_set_up_challenge_is_answered_to_who_knows_the_verify_token(string token, string challenge, int status)
    {
        var request = Challenge(token, challenge);

        Assert.Equal(token is "v-1" or "v-0", await Authenticate(request, Signed) is Authenticity.Authentic);
        var answer = Adapter.Handshake(request, Signed)!;

        Assert.Equal(status, answer.Status);
        Assert.StartsWith("text/plain", answer.ContentType, StringComparison.Ordinal);
        Assert.Equal(status == 200 ? challenge : "forbidden", Encoding.UTF8.GetString(answer.Body));
    }

    [Fact]
    public async Task Without_a_verify_token_no_challenge_is_answered()
    {
        var account = Accounts.Of("whatsapp", null, null, ("appSecret", ["s"]));

        Assert.Equal(new Authenticity.Failed("whatsapp_verify_token_invalid", 403), await Authenticate(Challenge("v", "1"), account));
        Assert.IsType<Authenticity.Unsigned>(await Authenticate(Challenge("v", "1"), Accounts.Of("whatsapp")));
        Assert.Equal(403, Adapter.Handshake(Challenge("v", "1"), Accounts.Of("whatsapp"))!.Status);
    }

    [Fact]
    public void Customers_do_not_share_a_conversation_and_each_keeps_its_own_payload()
    {
        var body = WhatsAppCompliance.Notification(WhatsAppCompliance.Text("one", "wamid.1"), WhatsAppCompliance.Text("two", "wamid.2", "16505559999"));
        ((JsonArray)body["entry"]!).Add(WhatsAppCompliance.Notification(WhatsAppCompliance.Text("three", "wamid.3"))["entry"]![0]!.DeepClone());

        var read = Adapter.Normalize(Requests.Of("whatsapp", body), Signed);

        Assert.Equal([("16505551234", "one"), ("16505559999", "two"), ("16505551234", "three")], read.Messages.Select(message => (message.ConversationId, message.Text)));
        Assert.DoesNotContain("two", read.Messages[0].Payload, StringComparison.Ordinal);
        Assert.All(read.Messages, message => Assert.Equal(InboundEvents.DirectMessage, message.Event));
    }

    [Fact]
    public void A_reply_names_what_it_answers_and_stays_with_the_customer()
    {
        var reply = WhatsAppCompliance.Text("yes");
        reply["context"] = new JsonObject { ["from"] = "15550783881", ["id"] = "wamid.ours" };

        var message = One(WhatsAppCompliance.Notification(reply));

        Assert.Equal(("16505551234", "wamid.ours", "Ada"), (message.ConversationId, message.ReplyToProviderMessageId, message.SenderDisplayName));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1710000010), message.ReceivedAt);
    }

    [Theory]
    [InlineData("""{"id":"m","from":"1","type":"button","button":{"text":"Yes","payload":"y"}}""", "Yes")]
    [InlineData("""{"id":"m","from":"1","type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"1","title":"Go"}}}""", "Go")]
    [InlineData("""{"id":"m","from":"1","type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"1","title":"Second"}}}""", "Second")]
    [InlineData("""{"id":"m","from":"1","type":"document","document":{"id":"f","caption":"the bill","filename":"bill.pdf","mime_type":"application/pdf"}}""", "the bill")]
    public void Buttons_lists_and_captions_are_text(string message, string text) => Assert.Equal(text, One(WhatsAppCompliance.Notification(JsonNode.Parse(message)!.AsObject())).Text);

    [Fact]
    public void Media_go_by_their_id() => Assert.Equal(
        new Attachment("image", "image/jpeg", null, null, "2754859441498128", null),
        Assert.Single(One(WhatsAppCompliance.Notification(JsonNode.Parse(
            """{"id":"m","from":"1","type":"image","image":{"id":"2754859441498128","caption":"look","mime_type":"image/jpeg","sha256":"x"}}""")!.AsObject())).Attachments));

    [Fact]
    public void An_edit_replaces_the_message_it_names()
    {
        var edit = One(WhatsAppCompliance.Notification(JsonNode.Parse(
            """{"id":"wamid.9","from":"1","type":"edit","edit":{"original_message_id":"wamid.1","message":{"type":"text","text":{"body":"better"}}}}""")!.AsObject()));

        Assert.Equal((true, "better", "wamid.1", "edit:wamid.9"), (edit.IsEdit, edit.Text, edit.ProviderMessageId, edit.DedupeKey));
    }

    [Theory]
    [InlineData("""{"statuses":[{"id":"wamid.1","status":"delivered","recipient_id":"1"}]}""", "unsupported_event")]
    [InlineData("""{"errors":[{"code":130429}]}""", "unsupported_event")]
    [InlineData("""{"message_echoes":[{"id":"wamid.1","from":"15550783881","type":"text","text":{"body":"x"}}]}""", "self_message")]
    [InlineData("""{"messages":[{"id":"m","from":"1","type":"revoke","revoke":{"original_message_id":"wamid.1"}}]}""", "unsupported_event")]
    [InlineData("""{"messages":[{"id":"m","from":"1","type":"reaction","reaction":{"message_id":"wamid.1","emoji":"x"}}]}""", "unsupported_event")]
    [InlineData("""{"messages":[{"id":"m","from":"1","type":"audio","audio":{"id":"f","voice":true}}]}""", "unsupported_event")]
    [InlineData("""{"metadata":{"display_phone_number":"+1 555-078-3881"},"messages":[{"id":"m","from":"15550783881","type":"text","text":{"body":"own"}}]}""", "self_message")]
    [InlineData("""{"messages":[{}]}""", "normalize_failed")]
    public void What_is_no_customers_text_says_why(string value, string reason) =>
        Read.Nothing(reason, Adapter.Normalize(Requests.Of("whatsapp", $$"""{"entry":[{"changes":[{"value":{{value}}}]}]}"""), Signed));

    [Fact]
    public void A_group_is_a_conversation_of_its_own()
    {
        var message = WhatsAppCompliance.Text("hi @bot");
        message["group_id"] = "Y2FwaV9ncm91cDox";

        var read = One(WhatsAppCompliance.Notification(message));

        Assert.Equal(("Y2FwaV9ncm91cDox", "16505551234", InboundEvents.Mentioned), (read.ConversationId, read.SenderId, read.Event));
    }

    [Fact]
    public async Task A_bridge_may_prove_itself_instead()
    {
        var account = Accounts.Of("whatsapp", null, null, ("ingressToken", ["t"]));
        var request = Requests.Of("whatsapp", "{}");

        Assert.Equal(new Authenticity.Failed("whatsapp_token_invalid"), await Authenticate(request, account));
        Assert.IsType<Authenticity.Authentic>(await Authenticate(request.WithHeader("x-whatsapp-token", "t"), account));
    }

    private InboundMessage One(JsonObject body) => Read.One(Adapter.Normalize(Requests.Of("whatsapp", body), Signed));

    private static IngressRequest Challenge(string token, string challenge) => Requests.Of("whatsapp", []) with
    {
        Method = "GET",
        Query = new Dictionary<string, string> { ["hub.mode"] = "subscribe", ["hub.verify_token"] = token, ["hub.challenge"] = challenge },
    };

    private ValueTask<Authenticity> Authenticate(IngressRequest request, ChannelAccount account) => Adapter.AuthenticateAsync(request, account, CancellationToken.None);
}

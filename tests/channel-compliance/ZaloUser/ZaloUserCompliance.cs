using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.ZaloUser;

public class ZaloUserCompliance : ChannelCompliance
{
    protected override string ChannelId => "zalouser";

    protected override string SecretName => "ingressToken";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "zalouser_token_invalid";

    protected override string TextField => "text";

    [Fact]
    public void Attachments_replies_and_edits_are_read()
    {
        var message = Read.One(Normalize("""
            {"message":{"id":"m-1","text":"look","isEdit":true,"editId":"2","replyToMessageId":"m-0","sender":{"id":"u-1"},"conversation":{"id":"c-1","type":"group"},
             "mentions":[{"id":"me"}],"attachments":[{"url":"https://x.example/a.png","mediaType":"image/png","name":"a.png","size":7}]},"timestamp":1710000200000}
            """));

        Assert.Equal((true, "m-0", "edit:c-1:m-1:2", InboundEvents.Mentioned), (message.IsEdit, message.ReplyToProviderMessageId, message.DedupeKey, message.Event));
        Assert.Equal(new Attachment("image", "image/png", 7, "https://x.example/a.png", null, "a.png"), Assert.Single(message.Attachments));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1710000200000), message.ReceivedAt);
    }

    [Theory]
    [InlineData("""{"message":{"id":"1","text":"own","isSelf":true,"sender":{"id":"u"}}}""", "self_message")]
    [InlineData("""{"message":{"id":"1","text":"own","sender":{"id":"me"}}}""", "self_message")]
    [InlineData("""{"message":{"id":"1","isDeleted":true,"sender":{"id":"u"}}}""", "unsupported_event")]
    [InlineData("""{"message":{"id":"1","sender":{"id":"u"},"attachments":[]}}""", "unsupported_event")]
    [InlineData("""{"data":{"id":"1","sender":{"id":"u"}}}""", "normalize_failed")]
    public void What_is_no_persons_text_says_why(string body, string reason) => Read.Nothing(reason, Normalize(body));

    [Theory]
    [InlineData("""{"data":{"id":"1","content":"hi","sender":{"userId":"u"},"conversation":{"id":"u","type":"direct"}}}""", "u", InboundEvents.DirectMessage)]
    [InlineData("""{"id":"1","body":"hi","sender":{"user_id":"u"},"conversation":{"threadId":"c"}}""", "c", InboundEvents.Received)]
    [InlineData("""{"message":{"id":"1","text":"hi","from":"u"}}""", "u", InboundEvents.DirectMessage)]
    public void Each_of_the_published_forms_is_read(string body, string conversation, string kind)
    {
        var message = Read.One(Normalize(body));

        Assert.Equal(("u", conversation, "1", kind), (message.SenderId, message.ConversationId, message.ProviderMessageId, message.Event));
    }

    protected override Sample SampleOf(string text) => new(
        new JsonObject
        {
            ["message"] = new JsonObject
            {
                ["id"] = "zu-msg-1",
                ["text"] = text,
                ["sender"] = new JsonObject { ["id"] = "zu-user-1", ["name"] = "Ada" },
                ["conversation"] = new JsonObject { ["id"] = "zu-conv-1", ["type"] = "group" },
            },
        },
        "zu-user-1",
        "zu-conv-1",
        "zu-msg-1",
        InboundEvents.Received);

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-zalouser-token", secret);

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        new() { ["message"] = new JsonObject { ["id"] = id, ["text"] = "hi", ["from"] = "u" } },
        new() { ["data"] = new JsonObject { ["id"] = "m", ["text"] = "hi", ["sender"] = new JsonObject { ["id"] = id } } },
        new() { ["text"] = "hi", ["senderId"] = "u", ["messageId"] = id },
    ];

    private Normalization Normalize(string body) =>
        Adapter.Normalize(Requests.Of(ChannelId, body), Accounts.Of(ChannelId, new() { ["botUserId"] = "me" }));
}

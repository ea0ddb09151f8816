using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.BlueBubbles;

public sealed class BlueBubblesEvents : IDisposable
{
    private readonly ChannelsHost _host = new();

    private IChannelAdapter Adapter => _host.Adapter("bluebubbles");

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("""{"type":"hello-world","data":null}""")]
    [InlineData("""{"type":"hello-world","data":"Hello, world!"}""")]
    public void The_test_event_is_answered(string body) => Assert.Equal(200, Adapter.Handshake(Requests.Of("bluebubbles", body), Accounts.Of("bluebubbles"))?.Status);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data":null}""")]
    [InlineData("not json")]
    public void Nothing_else_is_a_test_event(string body) => Assert.Null(Adapter.Handshake(Requests.Of("bluebubbles", body), Accounts.Of("bluebubbles")));

    [Fact]
    public void The_reduced_body_is_understood()
    {
        var message = Read.One(Normalize("""{"message":{"guid":"bb-msg-1","text":"deploy now","handle":"+15550010","chatGuid":"chat123","isGroup":false}}"""));

        Assert.Equal(("+15550010", "chat123", "bb-msg-1", InboundEvents.DirectMessage), (message.SenderId, message.ConversationId, message.ProviderMessageId, message.Event));
    }

    [Fact]
    public void A_group_is_known_by_its_guid() => Assert.Equal(InboundEvents.Received, Read.One(Normalize(Event("new-message", ""","text":"hi","chats":[{"guid":"iMessage;+;chat9"}]"""))).Event);

    [Fact]
    public void Our_own_messages_come_back_to_nobody()
    {
        Read.Nothing(ReasonCodes.SelfMessage, Normalize("""{"type":"new-message","data":{"guid":"g","text":"mine","isFromMe":true}}"""));
        Read.Nothing(ReasonCodes.SelfMessage, Normalize("""{"message":{"guid":"g","text":"mine","isFromMe":true}}"""));
    }

    [Fact]
    public void An_update_that_edits_is_an_edit()
    {
        var message = Read.One(Normalize(Event("updated-message", ""","text":"fixed","dateEdited":1710000001000""")));

        Assert.Equal((true, "g-1", "edit:g-1:1710000001000"), (message.IsEdit, message.ProviderMessageId, message.DedupeKey));
    }

    [Theory]
    [InlineData("updated-message", ""","text":"hi","dateDelivered":1710000001000""")]
    [InlineData("updated-message", ""","text":"hi","dateEdited":1710000001000,"dateRetracted":1710000001001""")]
    [InlineData("new-message", ""","text":"Loved “hi”","associatedMessageGuid":"p:0/g-0","associatedMessageType":"love" """)]
    [InlineData("new-message", ""","text":"renamed","itemType":2""")]
    [InlineData("new-message", "")]
    [InlineData("typing-indicator", ""","display":true""")]
    [InlineData("chat-read-status-changed", ""","read":true""")]
    public void Other_kinds_are_not_supported(string type, string more) => Read.Nothing(ReasonCodes.UnsupportedEvent, Normalize(Event(type, more)));

    [Fact]
    public void A_reply_names_the_message_it_answers() =>
        Assert.Equal("g-0", Read.One(Normalize(Event("new-message", ""","text":"yes","threadOriginatorGuid":"g-0" """))).ReplyToProviderMessageId);

    [Fact]
    public void A_picture_without_words_is_still_a_message()
    {
        var message = Read.One(Normalize(Event("new-message", ""","text":"\ufffc","attachments":[{"guid":"a-1","mimeType":"image/heic","transferName":"IMG.heic","totalBytes":99}]""")));

        Assert.Equal("IMG.heic", message.Text);
        Assert.Equal(new Attachment("image", "image/heic", 99, null, "a-1", "IMG.heic"), Assert.Single(message.Attachments));
    }

    [Fact]
    public void The_token_of_the_url_is_not_kept() => Assert.DoesNotContain(
        "url-token", Read.One(Adapter.Normalize(Requests.Of("bluebubbles", Event("new-message", ""","text":"hi" """)).WithQuery("token", "url-token"), Accounts.Of("bluebubbles"))).Payload!,
        StringComparison.Ordinal);

    private Normalization Normalize(string body) => Adapter.Normalize(Requests.Of("bluebubbles", body), Accounts.Of("bluebubbles"));

    private static string Event(string type, string more) => $$$$"""{"type":"{{{{type}}}}","data":{"guid":"g-1","handle":{"address":"+1"}{{{{more}}}}}}""";
}

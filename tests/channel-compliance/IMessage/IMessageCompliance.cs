using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.IMessage;

public class IMessageCompliance : ChannelCompliance
{
    protected override string ChannelId => "imessage";

    protected override string SecretName => "ingressToken";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "imessage_token_invalid";

    protected override string TextField => "text";

    [Theory]
    [InlineData("""{"text":"mine","isFromMe":true}""", ReasonCodes.SelfMessage)]
    [InlineData("""{"event":"delete","guid":"g"}""", ReasonCodes.UnsupportedEvent)]
    [InlineData("""{"event":"reaction","guid":"g","text":"x"}""", ReasonCodes.UnsupportedEvent)]
    public void What_is_no_message_is_told_apart(string body, string reason) =>
        Read.Nothing(reason, Adapter.Normalize(Requests.Of(ChannelId, body), Accounts.Of(ChannelId)));

    [Fact]
    public void Edits_replies_and_files_are_read()
    {
        var message = Read.One(Adapter.Normalize(Requests.Of(ChannelId, """
            {"event":"edit","text":"fixed","handle":"+1","chatGuid":"chat9","guid":"g-1","editedAt":"2026-01-02T10:00:00Z","replyToGuid":"g-0",
            "attachments":[{"guid":"a-1","mimeType":"image/png","name":"cat.png","size":7},{"name":"lost"}]}
            """), Accounts.Of(ChannelId)));

        Assert.Equal((true, "g-1", "edit:g-1:2026-01-02T10:00:00Z", "g-0", InboundEvents.Received),
            (message.IsEdit, message.ProviderMessageId, message.DedupeKey, message.ReplyToProviderMessageId, message.Event));
        Assert.Equal(new Attachment("image", "image/png", 7, null, "a-1", "cat.png"), Assert.Single(message.Attachments));
    }

    protected override Sample SampleOf(string text) => new(
        new JsonObject { ["text"] = text, ["handle"] = "sender-imessage", ["guid"] = "smoke-imessage-1", ["isGroup"] = false },
        "sender-imessage",
        "sender-imessage",
        "smoke-imessage-1",
        InboundEvents.DirectMessage);

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-imessage-token", secret);

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        new() { ["text"] = "hi", ["guid"] = id },
        new() { ["text"] = "hi", ["handle"] = id, ["guid"] = "o" },
        new() { ["text"] = "hi", ["chatGuid"] = id, ["guid"] = "o" },
    ];
}

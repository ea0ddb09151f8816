using Vespid.Gateway.Http;

namespace Vespid.Gateway.Channels;

/// <summary>A test message.</summary>
internal sealed record TestSendRequest(string ConversationId, string Text, string? ReplyToProviderMessageId) : IBodyShape<TestSendRequest>
{
    public static TestSendRequest Read(BodyFields fields) => new(
        fields.Text("conversationId", 1, 240), fields.Text("text", 1, 10_000), fields.OptionalText("replyToProviderMessageId", 1, 240, nullable: false));
}

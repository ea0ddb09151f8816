using Vespid.Gateway.Http;

namespace Vespid.Gateway.Internal;

/// <summary>A test message, with the account named in full.</summary>
internal sealed record InternalTestSendRequest(
    Guid OrganizationId, string ChannelId, Guid AccountId, string AccountKey, string ConversationId, string Text, string? ReplyToProviderMessageId)
    : IBodyShape<InternalTestSendRequest>
{
    public static InternalTestSendRequest Read(BodyFields fields) => new(
        fields.Id("organizationId"), fields.Text("channelId", 1, 64), fields.Id("accountId"), fields.Text("accountKey", 1, 120),
        fields.Text("conversationId", 1, 240), fields.Text("text", 1, 10_000), fields.OptionalText("replyToProviderMessageId", 1, 240, nullable: false));
}

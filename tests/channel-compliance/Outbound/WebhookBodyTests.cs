using System.Text;
using Vespid.Channels;

namespace Vespid.Tests.Channels.Outbound;

/// <summary>Receivers are built against these names.</summary>
public sealed class WebhookBodyTests
{
    private static readonly Guid Entry = Guid.Parse("0190a000-0000-7000-8000-000000000001");
    private static readonly Guid Organization = Guid.Parse("0190a000-0000-7000-8000-000000000002");
    private static readonly Guid Session = Guid.Parse("0190a000-0000-7000-8000-000000000003");

    [Fact]
    public void A_reply_has_all_fields() => Assert.Equal(
        """{"type":"channel.session.reply","organizationId":"0190a000-0000-7000-8000-000000000002","channelId":"irc","accountId":"0197f000-0000-7000-8000-000000000001","accountKey":"main","conversationId":"#c","replyToProviderMessageId":"m-1","text":"hi\uFFFD","sessionId":"0190a000-0000-7000-8000-000000000003","sessionEventSeq":7,"generatedAt":"2024-07-11T04:14:32.96+00:00","threadId":"t","kind":"reply"}""",
        Text(new OutboundMessage(Entry, Organization, "#c", "hi\0", "m-1", "t", Session, 7, "reply")).Replace("�", "\\uFFFD", StringComparison.Ordinal));

    [Fact]
    public void What_is_not_there_is_null() => Assert.Equal(
        """{"type":"channel.session.reply","organizationId":"0190a000-0000-7000-8000-000000000002","channelId":"irc","accountId":"0197f000-0000-7000-8000-000000000001","accountKey":"main","conversationId":"c\uFFFD","replyToProviderMessageId":null,"text":"hi","sessionId":null,"sessionEventSeq":null,"generatedAt":"2024-07-11T04:14:32.96+00:00","threadId":null,"kind":"test"}""",
        Text(new OutboundMessage(Entry, Organization, "c\ud83d", "hi", null, null, null, null, "test")));

    [Fact]
    public void An_id_without_a_time_still_makes_a_body() =>
        Assert.Contains("\"generatedAt\":\"", Text(new OutboundMessage(Guid.AllBitsSet, Organization, "c", "hi", null, null, null, null, "test")), StringComparison.Ordinal);

    private static string Text(OutboundMessage message) => Encoding.UTF8.GetString(WebhookBody.Of(message, Accounts.Of("irc")));
}

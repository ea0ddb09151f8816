using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Reading;

/// <summary>Bodies cut down to what a smoke run sends must mean what they say there.</summary>
public sealed class ReducedBodies : IDisposable
{
    private readonly ChannelsHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData(
        "whatsapp",
        """{"entry":[{"changes":[{"value":{"messages":[{"id":"smoke-wa-1","from":"smoke-whatsapp-user","timestamp":"1710000010","text":{"body":"deploy now"}}]}}]}]}""",
        "smoke-whatsapp-user", "smoke-whatsapp-user", "smoke-wa-1", InboundEvents.DirectMessage)]
    [InlineData(
        "googlechat",
        """{"message":{"name":"spaces/AAA/messages/BBB","text":"deploy now","sender":{"name":"sender-googlechat"},"space":{"name":"spaces/AAA","type":"DIRECT_MESSAGE"}}}""",
        "sender-googlechat", "spaces/AAA", "spaces/AAA/messages/BBB", InboundEvents.DirectMessage)]
    [InlineData(
        "feishu",
        """{"schema":"2.0","header":{"create_time":"1710000090000"},"event":{"sender":{"sender_id":{"open_id":"ou_sender_1"}},"message":{"message_id":"om_feishu_1","chat_id":"oc_feishu_chat_1","chat_type":"p2p","content":"{\"text\":\"deploy now\"}"}}}""",
        "ou_sender_1", "oc_feishu_chat_1", "om_feishu_1", InboundEvents.DirectMessage)]
    [InlineData(
        "zalo",
        """{"event_name":"user_send_text","sender":{"id":"zalo-user-1"},"message":{"msg_id":"zalo-msg-1","text":"deploy now"},"timestamp":1710000190000}""",
        "zalo-user-1", "zalo-user-1", "zalo-msg-1", InboundEvents.DirectMessage)]
    [InlineData(
        "zalouser",
        """{"message":{"id":"zu-msg-1","text":"deploy now","sender":{"id":"zu-user-1"},"conversation":{"id":"zu-conv-1","type":"group"}}}""",
        "zu-user-1", "zu-conv-1", "zu-msg-1", InboundEvents.Received)]
    public void They_are_understood(string channelId, string body, string sender, string conversation, string id, string kind)
    {
        var message = Read.One(_host.Adapter(channelId).Normalize(Requests.Of(channelId, body), Accounts.Of(channelId)));

        Assert.Equal(("deploy now", sender, conversation, id, kind), (message.Text, message.SenderId, message.ConversationId, message.ProviderMessageId, message.Event));
    }

    /// <summary>What bridges send for any channel.</summary>
    [Theory]
    [InlineData("whatsapp")]
    [InlineData("feishu")]
    [InlineData("msteams")]
    [InlineData("zalo")]
    [InlineData("zalouser")]
    public void The_generic_body_keeps_its_meaning(string channelId)
    {
        const string Body = """{"senderId":"u-1","conversationId":"dm:u-1","text":"hello","messageId":"m-1","isDirectMessage":true}""";

        var message = Read.One(_host.Adapter(channelId).Normalize(Requests.Of(channelId, Body), Accounts.Of(channelId)));

        Assert.Equal(("u-1", "dm:u-1", "m-1", InboundEvents.DirectMessage), (message.SenderId, message.ConversationId, message.ProviderMessageId, message.Event));
    }
}

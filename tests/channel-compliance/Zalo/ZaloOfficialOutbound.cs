using Vespid.Channels;

namespace Vespid.Tests.Channels.Zalo;

public sealed class ZaloOfficialOutbound : ZaloBotOutbound
{
    protected override ChannelAccount Account => AccountWith("accessToken", Zalo.AccessToken);

    [Fact]
    public async Task The_message_is_what_zalo_documents()
    {
        var message = Message(conversation: "zalo-user-1") with { ReplyToProviderMessageId = "q-1" };

        Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(message, Account, CancellationToken.None));

        var call = Assert.Single(Zalo.Calls.All);
        Assert.Equal("/v3.0/oa/message/cs", call.Path);
        Assert.Equal(
            ("zalo-user-1", "q-1"),
            (call.Json.GetProperty("recipient").GetProperty("user_id").GetString(), call.Json.GetProperty("message").GetProperty("quote_message_id").GetString()));
    }

    [Theory]
    [InlineData(-32, typeof(SendResult.Retry), false)]
    [InlineData(-200, typeof(SendResult.Retry), false)]
    [InlineData(-213, typeof(SendResult.Refused), false)]
    [InlineData(-220, typeof(SendResult.Refused), true)]
    public async Task Codes_come_with_status_200(int code, Type expected, bool accounts)
    {
        Zalo.NextError = code;

        var result = await Host.Senders.SendAsync(Message(), Account, CancellationToken.None);

        Assert.IsType(expected, result);
        Assert.Equal(accounts, result is SendResult.Refused { AccountFault: true });
    }
}

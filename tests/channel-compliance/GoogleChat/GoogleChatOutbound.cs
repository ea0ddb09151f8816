using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Tests.Channels.Outbound;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.GoogleChat;

public sealed class GoogleChatOutbound : OutboundCompliance
{
    private FakeGoogleChat _chat = null!;

    protected override bool TellsRepeats => true;

    protected override FaultPlan Faults => _chat.Faults;

    protected override ChannelAccount Account => AccountWith(_chat.ServiceAccountKey);

    protected override IReadOnlyList<string> Taken => _chat.Sent.All;

    [Fact]
    public async Task Space_thread_and_request_id_go_along()
    {
        var message = Message(conversation: "spaces/AAA") with { ThreadId = "spaces/AAA/threads/TTT" };

        var sent = Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(message, Account, CancellationToken.None));

        var call = Assert.Single(_chat.Sends);
        Assert.StartsWith("spaces/AAA/messages/", sent.ProviderMessageId, StringComparison.Ordinal);
        Assert.Equal("/v1/spaces/AAA/messages", call.Path);
        Assert.Equal($"?requestId={message.EntryId}&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD", call.Query);
        Assert.Equal("spaces/AAA/threads/TTT", call.Json.GetProperty("thread").GetProperty("name").GetString());
    }

    [Fact]
    public async Task One_token_serves_until_it_is_no_longer_taken()
    {
        for (var i = 0; i < 3; i++)
            Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));
        Assert.Equal(1, _chat.Tokens);

        _chat.RevokeToken();
        Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));
        Assert.Equal(4, Taken.Count);
    }

    [Fact]
    public async Task A_token_endpoint_that_fails_costs_no_message()
    {
        _chat.OtherFaults.Add(new VendorFault.Error(503));
        _chat.OtherFaults.Add(new VendorFault.Drop());
        _chat.OtherFaults.Add(new VendorFault.Error(400));

        Assert.False(Assert.IsType<SendResult.Retry>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None)).CountsAsAttempt);
        Assert.False(Assert.IsType<SendResult.Retry>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None)).CountsAsAttempt);
        Assert.Equal(new SendResult.Refused("googlechat_token_400", true), await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));
        Assert.Empty(_chat.Sends);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"client_email":"a@b","private_key":"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"}""")]
    public async Task A_key_that_is_none_is_the_accounts_fault(string key) => Assert.Equal(
        new SendResult.Refused("googlechat_service_account_key_invalid", AccountFault: true),
        await Host.Senders.SendAsync(Message(), AccountWith(key), CancellationToken.None));

    [Theory]
    [InlineData("spaces/../users")]
    [InlineData("spaces/a?b=c")]
    [InlineData("spaces/")]
    public async Task A_conversation_that_is_no_space_leads_nowhere(string conversation)
    {
        Assert.Equal(
            new SendResult.Refused("googlechat_conversation_is_no_space"), await Host.Senders.SendAsync(Message(conversation: conversation), Account, CancellationToken.None));
        Assert.Empty(_chat.Calls.All);
    }

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add("127.0.0.1");

    protected override async Task StartVendorAsync() => _chat = await FakeGoogleChat.StartAsync();

    protected override async Task StopVendorAsync() => await _chat.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _chat.Sent.WaitForCountAsync(1, timeout);

    private ChannelAccount AccountWith(string key) =>
        Accounts.Of("googlechat", new JsonObject { ["apiBaseUrl"] = _chat.Url.AbsoluteUri }, null, ("serviceAccountKey", [key]));
}

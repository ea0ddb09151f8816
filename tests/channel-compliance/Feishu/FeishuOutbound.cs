using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Tests.Channels.Outbound;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Feishu;

public sealed class FeishuOutbound : OutboundCompliance
{
    private FakeFeishu _feishu = null!;

    protected override bool TellsRepeats => true;

    protected override FaultPlan Faults => _feishu.Faults;

    protected override ChannelAccount Account => AccountWith(_feishu.AppSecret);

    protected override IReadOnlyList<string> Taken => _feishu.Sent.All;

    [Theory]
    [InlineData("oc_1", "?receive_id_type=chat_id")]
    [InlineData("ou_1", "?receive_id_type=open_id")]
    [InlineData("on_1", "?receive_id_type=union_id")]
    public async Task A_message_goes_to_what_its_id_names(string conversation, string query)
    {
        Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(Message(conversation: conversation), Account, CancellationToken.None));

        var call = Assert.Single(_feishu.Sends);
        Assert.Equal((query, conversation), (call.Query, call.Json.GetProperty("receive_id").GetString()));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("omt_1", true)]
    public async Task A_reply_goes_to_its_message_and_thread(string? thread, bool inThread)
    {
        var message = Message(conversation: "oc_1") with { ReplyToProviderMessageId = "om_9", ThreadId = thread };

        Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(message, Account, CancellationToken.None));

        var call = Assert.Single(_feishu.Sends);
        Assert.Equal("/open-apis/im/v1/messages/om_9/reply", call.Path);
        Assert.Equal(inThread, call.Json.TryGetProperty("reply_in_thread", out var given) && given.GetBoolean());
    }

    [Fact]
    public async Task One_token_serves_until_it_is_no_longer_taken()
    {
        for (var i = 0; i < 3; i++)
            Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));
        Assert.Equal(1, _feishu.Tokens);

        _feishu.RevokeToken();
        Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));
        Assert.Equal(4, Taken.Count);
    }

    [Theory]
    [InlineData(230020, typeof(SendResult.Retry))]
    [InlineData(99991400, typeof(SendResult.Retry))]
    [InlineData(230002, typeof(SendResult.Refused))]
    [InlineData(99991672, typeof(SendResult.Refused))]
    public async Task Codes_say_more_than_the_status(int code, Type expected)
    {
        _feishu.NextCode = code;
        Faults.Add(new VendorFault.Error(400));

        var result = await Host.Senders.SendAsync(Message(), Account, CancellationToken.None);

        Assert.IsType(expected, result);
        Assert.Equal(code == 99991672, result is SendResult.Refused { AccountFault: true });
    }

    [Fact]
    public async Task A_wrong_app_secret_is_the_accounts_fault_and_stays_unsaid() => Assert.Equal(
        new SendResult.Refused("feishu_token: code 10014", AccountFault: true), await Host.Senders.SendAsync(Message(), AccountWith("wrong"), CancellationToken.None));

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add("127.0.0.1");

    protected override async Task StartVendorAsync() => _feishu = await FakeFeishu.StartAsync();

    protected override async Task StopVendorAsync() => await _feishu.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _feishu.Sent.WaitForCountAsync(1, timeout);

    private ChannelAccount AccountWith(string secret) => Accounts.Of(
        "feishu", new JsonObject { ["apiBaseUrl"] = _feishu.Url.AbsoluteUri, ["appId"] = _feishu.AppId }, null, ("appSecret", [secret]));
}

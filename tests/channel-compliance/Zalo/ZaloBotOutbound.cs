using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Tests.Channels.Outbound;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Zalo;

public class ZaloBotOutbound : OutboundCompliance
{
    protected FakeZalo Zalo { get; private set; } = null!;

    protected override FaultPlan Faults => Zalo.Faults;

    protected override ChannelAccount Account => AccountWith("botToken", Zalo.BotToken);

    protected override IReadOnlyList<string> Taken => Zalo.Sent.All;

    [Theory]
    [InlineData("botToken", "123456:wrong", "zalo_401")]
    [InlineData("botToken", "../other?", "zalo_bot_token_invalid")]
    [InlineData("accessToken", "wrong", "zalo_code -216")]
    [InlineData("accessToken", "wrong\r\nx: y", "zalo_credential_malformed")]
    public async Task A_wrong_token_is_the_accounts_fault(string name, string token, string error) => Assert.Equal(
        new SendResult.Refused(error, AccountFault: true), await Host.Senders.SendAsync(Message(), AccountWith(name, token), CancellationToken.None));

    [Fact]
    public async Task Without_a_token_there_is_no_way_out() =>
        Assert.IsType<SendResult.NotConfigured>(await Host.Senders.SendAsync(Message(), Accounts.Of("zalo"), CancellationToken.None));

    [Fact]
    public async Task A_text_that_zalo_would_not_take_is_not_sent()
    {
        Assert.Equal(new SendResult.Refused("zalo_text_too_long"), await Host.Senders.SendAsync(Message(new string('a', 2001)), Account, CancellationToken.None));
        Assert.Empty(Zalo.Calls.All);
    }

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add("127.0.0.1");

    protected override async Task StartVendorAsync() => Zalo = await FakeZalo.StartAsync();

    protected override async Task StopVendorAsync() => await Zalo.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => Zalo.Sent.WaitForCountAsync(1, timeout);

    protected ChannelAccount AccountWith(string name, string token) =>
        Accounts.Of("zalo", new JsonObject { ["apiBaseUrl"] = Zalo.Url.AbsoluteUri }, null, (name, [token]));
}

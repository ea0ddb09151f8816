using Vespid.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Outbound;

public sealed class IMessageOutbound : OutboundCompliance
{
    private FakeMessageBridge _bridge = null!;

    protected override bool TellsRepeats => true;

    protected override FaultPlan Faults => _bridge.Faults;

    protected override ChannelAccount Account => AccountWith(FakeMessageBridge.Token);

    protected override IReadOnlyList<string> Taken => [.. _bridge.Sent.All.Select(sent => sent["text"]!.GetValue<string>())];

    [Fact]
    public async Task Chat_and_answered_message_go_along()
    {
        var message = Message(conversation: "chat9") with { ReplyToProviderMessageId = "g-0" };

        Assert.Equal(new SendResult.Sent("guid-1"), await Host.Senders.SendAsync(message, Account, CancellationToken.None));
        var sent = Assert.Single(_bridge.Sent.All);
        Assert.Equal(("chat9", "g-0"), (sent["chatGuid"]!.GetValue<string>(), sent["replyToGuid"]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_probe_says_what_is_wrong_without_the_token()
    {
        var probe = Host.Probe("imessage");

        Assert.Null(await probe.ProbeAsync(Account, CancellationToken.None));
        Assert.Equal("sidecar_401", await probe.ProbeAsync(AccountWith("wrong-token"), CancellationToken.None));
    }

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add("127.0.0.1");

    protected override async Task StartVendorAsync() => _bridge = await FakeMessageBridge.StartAsync();

    protected override async Task StopVendorAsync() => await _bridge.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _bridge.Sent.WaitForCountAsync(1, timeout);

    private ChannelAccount AccountWith(string token) => Accounts.Of("imessage", new() { ["apiBaseUrl"] = _bridge.Url.AbsoluteUri }, null, ("bridgeToken", [token]));
}

using Vespid.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Outbound;

public sealed class BlueBubblesOutbound : OutboundCompliance
{
    private FakeBlueBubbles _server = null!;

    protected override FaultPlan Faults => _server.Faults;

    protected override ChannelAccount Account => AccountWith(FakeBlueBubbles.Password);

    protected override IReadOnlyList<string> Taken => [.. _server.Sent.All.Select(sent => sent["message"]!.GetValue<string>())];

    [Fact]
    public async Task The_entry_is_the_temporary_guid_and_replies_need_the_private_api()
    {
        var message = Message(conversation: "iMessage;-;+1") with { ReplyToProviderMessageId = "g-0" };
        await Host.Senders.SendAsync(message, Account, CancellationToken.None);
        await Host.Senders.SendAsync(message, AccountWith(FakeBlueBubbles.Password, "private-api"), CancellationToken.None);

        Assert.All(_server.Sent.All, sent => Assert.Equal((message.EntryId.ToString(), "iMessage;-;+1"), (sent["tempGuid"]!.GetValue<string>(), sent["chatGuid"]!.GetValue<string>())));
        Assert.Equal([null, "g-0"], _server.Sent.All.Select(sent => sent["selectedMessageGuid"]?.GetValue<string>()));
    }

    [Fact]
    public async Task A_wrong_password_is_the_accounts_fault_and_is_not_repeated()
    {
        var refused = Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), AccountWith("wrong-password"), CancellationToken.None));

        Assert.True(refused.AccountFault);
        Assert.DoesNotContain("wrong-password", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_probe_says_what_is_wrong_without_the_password()
    {
        var probe = Host.Probe("bluebubbles");

        Assert.Null(await probe.ProbeAsync(Account, CancellationToken.None));
        Assert.Equal("sidecar_401", await probe.ProbeAsync(AccountWith("wrong-password"), CancellationToken.None));
    }

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add("127.0.0.1");

    protected override async Task StartVendorAsync() => _server = await FakeBlueBubbles.StartAsync();

    protected override async Task StopVendorAsync() => await _server.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _server.Sent.WaitForCountAsync(1, timeout);

    private ChannelAccount AccountWith(string password, string method = "apple-script") => Accounts.Of(
        "bluebubbles", new() { ["apiBaseUrl"] = _server.Url.AbsoluteUri, ["sendMethod"] = method }, null, ("serverPassword", [password]));
}

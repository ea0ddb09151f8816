using Vespid.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Outbound;

public sealed class NextcloudTalkOutbound : OutboundCompliance
{
    private FakeNextcloud _server = null!;

    protected override FaultPlan Faults => _server.Faults;

    protected override ChannelAccount Account => AccountWith(FakeNextcloud.Secret);

    protected override IReadOnlyList<string> Taken => [.. _server.Sent.All.Select(sent => sent.Body["message"]!.GetValue<string>())];

    [Fact]
    public async Task The_answered_message_and_a_reference_go_along()
    {
        var message = Message(conversation: "n3xtc10ud") with { ReplyToProviderMessageId = "1567" };
        var first = await SendAsync(message);
        await SendAsync(message with { ReplyToProviderMessageId = "not-a-number" });

        Assert.Equal(new SendResult.Sent("1001"), first);
        var (room, body) = _server.Sent.All[0];
        Assert.Equal(("n3xtc10ud", 1567, 64), (room, body["replyTo"]!.GetValue<int>(), body["referenceId"]!.GetValue<string>().Length));
        Assert.Equal(body["referenceId"]!.GetValue<string>(), _server.Sent.All[1].Body["referenceId"]!.GetValue<string>());
        Assert.False(_server.Sent.All[1].Body.ContainsKey("replyTo"));
    }

    [Fact]
    public async Task A_wrong_secret_is_the_accounts_fault_and_is_not_repeated()
    {
        var refused = Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), AccountWith("wrong-secret"), CancellationToken.None));

        Assert.True(refused.AccountFault);
        Assert.DoesNotContain("wrong-secret", refused.Error, StringComparison.Ordinal);
    }

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add("127.0.0.1");

    protected override async Task StartVendorAsync() => _server = await FakeNextcloud.StartAsync();

    protected override async Task StopVendorAsync() => await _server.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _server.Sent.WaitForCountAsync(1, timeout);

    private Task<SendResult> SendAsync(OutboundMessage message) => Host.Senders.SendAsync(message, Account, CancellationToken.None).AsTask();

    private ChannelAccount AccountWith(string secret) => Accounts.Of("nextcloud-talk", new() { ["apiBaseUrl"] = _server.Url.AbsoluteUri }, null, ("botSecret", [secret]));
}

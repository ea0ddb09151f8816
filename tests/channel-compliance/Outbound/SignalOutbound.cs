using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Outbound;

public sealed class SignalOutbound : OutboundCompliance
{
    private FakeSignalDaemon _daemon = null!;

    protected override FaultPlan Faults => _daemon.Faults;

    protected override ChannelAccount Account => Accounts.Of("signal", new() { ["apiBaseUrl"] = _daemon.Url.AbsoluteUri, ["number"] = "+15550001" });

    protected override IReadOnlyList<string> Taken => [.. _daemon.Sent.All.Select(sent => sent["message"]!.GetValue<string>())];

    [Theory]
    [InlineData("+15550010", true)]
    [InlineData("7ccae375-cd51-4c82-8b1e-7be3280aa485", true)]
    [InlineData("u:ada.01", true)]
    [InlineData("Z3JvdXA=", false)]
    public async Task People_and_groups_are_told_apart(string conversation, bool person)
    {
        await SendAsync(Message(conversation: conversation));

        var sent = Assert.Single(_daemon.Sent.All);
        Assert.Equal(conversation, person ? sent["recipient"]![0]!.GetValue<string>() : sent["groupId"]!.GetValue<string>());
        Assert.Equal(person, !sent.ContainsKey("groupId"));
        Assert.Equal("+15550001", sent["account"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_answer_quotes_the_message()
    {
        var result = await SendAsync(Message(conversation: "+15550010") with { ReplyToProviderMessageId = "u-1:1710000000123" });

        var sent = Assert.Single(_daemon.Sent.All);
        Assert.Equal(("u-1", 1710000000123), (sent["quoteAuthor"]!.GetValue<string>(), sent["quoteTimestamp"]!.GetValue<long>()));
        Assert.Equal(new SendResult.Sent("+15550001:1710000000001"), result);
    }

    [Theory]
    [InlineData("""{"error":{"code":-5,"message":"rate limited"}}""", typeof(SendResult.Retry))]
    [InlineData("""{"error":{"code":-3,"message":"io"}}""", typeof(SendResult.Retry))]
    [InlineData("""{"error":{"code":-1,"message":"no such recipient"}}""", typeof(SendResult.Refused))]
    [InlineData("""{"result":{"timestamp":1,"results":[{"type":"UNREGISTERED_FAILURE"}]}}""", typeof(SendResult.Refused))]
    [InlineData("""{"result":{"timestamp":1,"results":[{"type":"NETWORK_FAILURE"}]}}""", typeof(SendResult.Retry))]
    [InlineData("""{"result":{}}""", typeof(SendResult.Unknown))]
    public async Task The_daemons_answer_decides(string answer, Type expected)
    {
        _daemon.NextAnswer = JsonNode.Parse(answer)!.AsObject();

        Assert.IsType(expected, await SendAsync(Message()));
    }

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add("127.0.0.1");

    protected override async Task StartVendorAsync() => _daemon = await FakeSignalDaemon.StartAsync();

    protected override async Task StopVendorAsync() => await _daemon.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _daemon.Sent.WaitForCountAsync(1, timeout);

    private Task<SendResult> SendAsync(OutboundMessage message) => Host.Senders.SendAsync(message, Account, CancellationToken.None).AsTask();
}

using Vespid.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Outbound;

public sealed class MatrixOutbound : OutboundCompliance
{
    private FakeHomeserver _homeserver = null!;

    protected override bool TellsRepeats => true;

    protected override FaultPlan Faults => _homeserver.Faults;

    protected override ChannelAccount Account => AccountWith(FakeHomeserver.AccessToken);

    protected override IReadOnlyList<string> Taken => [.. _homeserver.Sent.All.Select(sent => sent.Body["body"]!.GetValue<string>())];

    [Fact]
    public async Task A_room_of_odd_characters_is_reached()
    {
        Assert.Equal(new SendResult.Sent("$sent1"), await SendAsync(Message(conversation: "!room/with:odd chars")));
        Assert.Equal("!room/with:odd chars", Assert.Single(_homeserver.Sent.All).Room);
    }

    [Fact]
    public async Task Thread_and_answered_message_go_along()
    {
        await SendAsync(Message() with { ThreadId = "$root", ReplyToProviderMessageId = "$asked" });
        await SendAsync(Message() with { ReplyToProviderMessageId = "$asked" });

        var (thread, reply) = (_homeserver.Sent.All[0].Body["m.relates_to"]!, _homeserver.Sent.All[1].Body["m.relates_to"]!);
        Assert.Equal(("m.thread", "$root", "$asked"), (thread["rel_type"]!.GetValue<string>(), thread["event_id"]!.GetValue<string>(), thread["m.in_reply_to"]!["event_id"]!.GetValue<string>()));
        Assert.Equal((null, "$asked"), (reply["rel_type"]?.GetValue<string>(), reply["m.in_reply_to"]!["event_id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_token_that_is_not_known_is_the_accounts_fault_and_is_not_repeated()
    {
        var refused = Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), AccountWith("syt_wrong"), CancellationToken.None));

        Assert.True(refused.AccountFault);
        Assert.DoesNotContain("syt_wrong", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_no_header_can_hold_is_the_accounts_fault() => Assert.Equal(
        new SendResult.Refused("matrix_credential_malformed", AccountFault: true),
        await Host.Senders.SendAsync(Message(), AccountWith("tökén"), CancellationToken.None));

    [Fact]
    public async Task Without_token_or_server_there_is_no_way_out()
    {
        Assert.IsType<SendResult.NotConfigured>(await Host.Senders.SendAsync(Message(), Accounts.Of("matrix", null, null, ("accessToken", ["x"])), CancellationToken.None));
        Assert.IsType<SendResult.NotConfigured>(await Host.Senders.SendAsync(Message(), AccountWith(), CancellationToken.None));
    }

    [Fact]
    public async Task A_private_server_that_the_operator_does_not_allow_is_refused()
    {
        using var strict = new ChannelsHost();

        Assert.Equal(new SendResult.Refused("matrix_base_url_refused", AccountFault: true), await strict.Senders.SendAsync(Message(), Account, CancellationToken.None));
        Assert.Empty(_homeserver.Calls.All);
    }

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add("127.0.0.1");

    protected override async Task StartVendorAsync() => _homeserver = await FakeHomeserver.StartAsync();

    protected override async Task StopVendorAsync() => await _homeserver.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _homeserver.Sent.WaitForCountAsync(1, timeout);

    private Task<SendResult> SendAsync(OutboundMessage message) => Host.Senders.SendAsync(message, Account, CancellationToken.None).AsTask();

    private ChannelAccount AccountWith(params string[] tokens) => tokens.Length == 0
        ? Accounts.Of("matrix", new() { ["apiBaseUrl"] = _homeserver.Url.AbsoluteUri })
        : Accounts.Of("matrix", new() { ["apiBaseUrl"] = _homeserver.Url.AbsoluteUri }, null, ("accessToken", tokens));
}

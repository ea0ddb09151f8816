using Vespid.Channels;
using Vespid.Tests.Channels.Outbound;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Twitch;

public sealed class TwitchOutbound : OutboundCompliance
{
    private FakeTwitch _twitch = null!;

    protected override FaultPlan Faults => _twitch.Faults;

    protected override ChannelAccount Account => AccountWith(FakeTwitch.AccessToken);

    protected override IReadOnlyList<string> Taken => [.. _twitch.Sent.All.Select(sent => sent.Text)];

    [Theory]
    [InlineData("cc106a89-1814-919d-454c-f4f2f970aae7", "cc106a89-1814-919d-454c-f4f2f970aae7")]
    [InlineData("tw-msg-1", null)]
    [InlineData(null, null)]
    public async Task The_answered_message_goes_along_where_twitch_can_know_it(string? reply, string? expected)
    {
        await SendAsync(Message() with { ReplyToProviderMessageId = reply });

        Assert.Equal(("5001", "9001", expected), (_twitch.Sent.All[0].BroadcasterId, _twitch.Sent.All[0].SenderId, _twitch.Sent.All[0].ReplyTo));
    }

    [Theory]
    [InlineData("msg_rejected")]
    [InlineData("user_banned")]
    [InlineData("msg_duplicate")]
    public async Task A_message_that_nobody_sees_is_not_sent(string code)
    {
        _twitch.DropNext(code);

        Assert.Equal(new SendResult.Refused("twitch_dropped_" + code), await SendAsync(Message()));
    }

    [Fact]
    public async Task A_message_that_came_too_fast_is_tried_again()
    {
        _twitch.DropNext("msg_ratelimit");

        Assert.IsType<SendResult.Retry>(await SendAsync(Message()));
    }

    [Fact]
    public async Task The_time_of_the_reset_is_kept_to()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        using var host = new ChannelsHost(Configure, new ManualTime(now));
        _twitch.ResetsAt = now.ToUnixTimeSeconds() + 25;
        Faults.Add(new VendorFault.RateLimited(0));

        var retry = Assert.IsType<SendResult.Retry>(await host.Senders.SendAsync(Message(), Account, default));

        Assert.Equal((TimeSpan.FromSeconds(25), false), (retry.RetryAfter, retry.CountsAsAttempt));
    }

    [Fact]
    public async Task A_wrong_token_is_the_accounts_fault_and_stays_out_of_the_error()
    {
        var refused = Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), AccountWith("wrong-token"), default));

        Assert.Equal(new SendResult.Refused("twitch_401: Invalid OAuth token", AccountFault: true), refused);
    }

    [Fact]
    public async Task A_text_that_twitch_would_not_take_is_not_sent() =>
        Assert.Equal(new SendResult.Refused("twitch_text_too_long"), await SendAsync(Message(new string('a', 501))));

    [Fact]
    public async Task Without_token_client_or_user_there_is_no_way_out()
    {
        Assert.IsType<SendResult.NotConfigured>(await Host.Senders.SendAsync(Message(), Accounts.Of("twitch", null, null, ("botToken", ["t"])), default));
        Assert.IsType<SendResult.NotConfigured>(await Host.Senders.SendAsync(Message(), Accounts.Of("twitch", new() { ["clientId"] = "c", ["botUserId"] = "1" }), default));
    }

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add(_twitch.Url.Authority);

    protected override async Task StartVendorAsync() => _twitch = await FakeTwitch.StartAsync();

    protected override async Task StopVendorAsync() => await _twitch.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _twitch.Sent.WaitForCountAsync(1, timeout);

    private ValueTask<SendResult> SendAsync(OutboundMessage message) => Host.Senders.SendAsync(message, Account, default);

    private ChannelAccount AccountWith(string token) => Accounts.Of(
        "twitch",
        new() { ["apiBaseUrl"] = _twitch.ApiBaseUrl, ["clientId"] = FakeTwitch.ClientId, ["botUserId"] = FakeTwitch.BotUserId },
        null,
        ("botToken", [token]));
}

using Vespid.Channels;
using Vespid.Tests.Channels.Outbound;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Line;

public sealed class LineOutbound : OutboundCompliance
{
    private FakeLine _line = null!;

    protected override bool TellsRepeats => true;

    protected override FaultPlan Faults => _line.Faults;

    protected override ChannelAccount Account => AccountWith(FakeLine.AccessToken);

    protected override IReadOnlyList<string> Taken => [.. _line.Sent.All.Select(sent => sent.Text)];

    [Fact]
    public async Task The_first_answer_to_a_message_is_a_reply_and_the_next_a_push()
    {
        var token = Receive("m1");

        Assert.IsType<SendResult.Sent>(await AnswerAsync("m1"));
        Assert.IsType<SendResult.Sent>(await AnswerAsync("m1"));

        Assert.Equal([("reply", token), ("push", "5001")], _line.Sent.All.Select(sent => (sent.Way, sent.Target)));
    }

    [Fact]
    public async Task Without_a_reply_token_a_push_carries_the_entrys_id()
    {
        var message = Message();

        await SendAsync(message);

        Assert.Equal(("push", "5001", message.EntryId.ToString()), (_line.Sent.All[0].Way, _line.Sent.All[0].Target, _line.Sent.All[0].RetryKey));
    }

    [Fact]
    public async Task A_reply_token_that_is_refused_becomes_a_push_at_once()
    {
        Receive("m1");
        _line.ExpireReplyTokens();

        Assert.IsType<SendResult.Sent>(await AnswerAsync("m1"));

        Assert.Equal("push", Assert.Single(_line.Sent.All).Way);
    }

    [Fact]
    public async Task An_old_reply_token_is_not_tried()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch.AddYears(55));
        using var host = new ChannelsHost(Configure, time);
        Receive("m1", host);
        time.Advance(TimeSpan.FromSeconds(46));

        await host.Senders.SendAsync(Message() with { ReplyToProviderMessageId = "m1" }, Account, default);

        Assert.Equal("/v2/bot/message/push", Assert.Single(_line.Calls.All).Path);
    }

    [Fact]
    public async Task A_reply_of_another_account_does_not_use_the_token()
    {
        Receive("m1");
        var other = new ChannelAccount(
            Guid.Parse("0197f000-0000-7000-8000-000000000002"), "line", "other", System.Text.Json.JsonElement.Parse($$"""{"apiBaseUrl":"{{_line.Url}}"}"""),
            new Dictionary<string, System.Collections.Immutable.ImmutableArray<string>> { ["channelAccessToken"] = [FakeLine.AccessToken] }, null);

        await Host.Senders.SendAsync(Message() with { ReplyToProviderMessageId = "m1" }, other, default);

        Assert.Equal("push", Assert.Single(_line.Sent.All).Way);
    }

    [Fact]
    public async Task A_second_attempt_at_the_same_push_sends_nothing_more_and_counts_as_sent()
    {
        var message = Message();

        Assert.Equal(await SendAsync(message), await SendAsync(message));
        Assert.Single(_line.Sent.All);
    }

    [Fact]
    public async Task A_reply_whose_answer_got_lost_is_unknown_and_not_pushed()
    {
        Receive("m1");
        Faults.Add(new VendorFault.AcceptThenDrop());

        Assert.IsType<SendResult.Unknown>(await AnswerAsync("m1"));
        Assert.Equal(1, _line.Calls.Count);
    }

    [Fact]
    public async Task A_used_up_month_is_no_reason_to_try_again()
    {
        Faults.Add(new VendorFault.Error(429, "You have reached your monthly limit."));

        Assert.Equal(new SendResult.Refused("line_monthly_limit_reached"), await SendAsync(Message()));
    }

    [Fact]
    public async Task A_wrong_token_is_the_accounts_fault_and_stays_out_of_the_error()
    {
        var refused = Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), AccountWith("wrong-token"), default));

        Assert.True(refused.AccountFault);
        Assert.DoesNotContain("wrong-token", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_line_would_not_take_is_not_sent() =>
        Assert.Equal(new SendResult.Refused("line_text_too_long"), await SendAsync(Message(new string('a', 5001))));

    [Fact]
    public async Task Without_a_token_there_is_no_way_out() =>
        Assert.IsType<SendResult.NotConfigured>(await Host.Senders.SendAsync(Message(), Accounts.Of("line"), default));

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add(_line.Url.Authority);

    protected override async Task StartVendorAsync() => _line = await FakeLine.StartAsync();

    protected override async Task StopVendorAsync() => await _line.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _line.Sent.WaitForCountAsync(1, timeout);

    private string Receive(string messageId, ChannelsHost? host = null)
    {
        var token = _line.IssueReplyToken();
        var fact = LineCompliance.Event("hi", messageId);
        fact["replyToken"] = token;
        Read.One((host ?? Host).Adapter("line").Normalize(Requests.Of("line", LineCompliance.Body(fact)), Account));
        return token;
    }

    private ValueTask<SendResult> AnswerAsync(string messageId) => SendAsync(Message() with { ReplyToProviderMessageId = messageId });

    private ValueTask<SendResult> SendAsync(OutboundMessage message) => Host.Senders.SendAsync(message, Account, default);

    private ChannelAccount AccountWith(string token) =>
        Accounts.Of("line", new() { ["apiBaseUrl"] = _line.Url.AbsoluteUri }, null, ("channelAccessToken", [token]));
}

using Vespid.Channels;
using Vespid.Tests.Channels.Outbound;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Slack;

public sealed class SlackOutbound : OutboundCompliance
{
    private FakeSlack _slack = null!;

    protected override bool TellsRepeats => true;

    protected override FaultPlan Faults => _slack.Faults;

    protected override ChannelAccount Account => AccountWith(FakeSlack.BotToken);

    protected override IReadOnlyList<string> Taken => [.. _slack.Posts.All.Select(post => post.Text)];

    [Theory]
    [InlineData("1700000000.000001", null, "1700000000.000001")]
    [InlineData(null, "1700000000.000002", null)]
    [InlineData("general", null, null)]
    public async Task An_answer_stays_in_its_thread_and_opens_none(string? thread, string? reply, string? expected)
    {
        await SendAsync(Message() with { ThreadId = thread, ReplyToProviderMessageId = reply });

        Assert.Equal(expected, Assert.Single(_slack.Posts.All).ThreadTs);
    }

    [Fact]
    public async Task An_account_can_ask_for_answers_in_threads()
    {
        var account = AccountWith(FakeSlack.BotToken, ("replyInThread", "true"));

        await Host.Senders.SendAsync(Message() with { ReplyToProviderMessageId = "1700000000.000002" }, account, default);

        Assert.Equal("1700000000.000002", Assert.Single(_slack.Posts.All).ThreadTs);
    }

    [Fact]
    public async Task A_text_calls_no_whole_channel()
    {
        await SendAsync(Message("<!channel> a & b"));

        Assert.Equal("&lt;!channel&gt; a &amp; b", _slack.Calls.All[0].Json["text"]!.ToString());
    }

    [Theory]
    [InlineData("channel_not_found", false)]
    [InlineData("is_archived", false)]
    [InlineData("token_revoked", true)]
    [InlineData("missing_scope", true)]
    public async Task A_refusal_is_final_and_says_whose_fault_it_is(string error, bool accounts)
    {
        _slack.RefuseNext(error);

        Assert.Equal(new SendResult.Refused("slack_" + error, accounts), await SendAsync(Message()));
    }

    [Theory]
    [InlineData("fatal_error")]
    [InlineData("internal_error")]
    public async Task What_slack_cannot_tell_is_unknown(string error)
    {
        _slack.RefuseNext(error);

        Assert.IsType<SendResult.Unknown>(await SendAsync(Message()));
    }

    [Fact]
    public async Task A_wrong_token_is_the_accounts_fault_and_stays_out_of_the_error()
    {
        var refused = Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), AccountWith("xoxb-wrong"), default));

        Assert.True(refused.AccountFault);
        Assert.DoesNotContain("xoxb", refused.Error, StringComparison.Ordinal);
        Assert.True(Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), AccountWith("xoxb\n wrong"), default)).AccountFault);
    }

    [Theory]
    [InlineData("http://10.0.0.1/api")]
    [InlineData("http://slack.example")]
    [InlineData("file:///etc/passwd")]
    public async Task Another_base_url_must_be_public_or_allowed(string url)
    {
        var refused = Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), Accounts.Of("slack", new() { ["apiBaseUrl"] = url }, null, ("botToken", ["t"])), default));

        Assert.Equal("slack_base_url_refused", refused.Error);
        Assert.True(refused.AccountFault);
    }

    [Theory]
    [InlineData(" \n ", "slack_text_empty")]
    [InlineData(null, "slack_text_too_long")]
    public async Task A_text_that_slack_would_not_take_is_not_sent(string? text, string error)
    {
        Assert.Equal(new SendResult.Refused(error), await SendAsync(Message(text ?? new string('a', 4001))));
        Assert.Empty(_slack.Calls.All);
    }

    [Fact]
    public async Task Without_a_token_there_is_no_way_out() =>
        Assert.IsType<SendResult.NotConfigured>(await Host.Senders.SendAsync(Message(), Accounts.Of("slack"), default));

    [Fact]
    public async Task A_stub_sends_nothing()
    {
        Assert.StartsWith("stub-", Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(Message(), AccountWith("t", ("transport", "stub")), default)).ProviderMessageId, StringComparison.Ordinal);
        Assert.Empty(_slack.Calls.All);
    }

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add(_slack.Url.Authority);

    protected override async Task StartVendorAsync() => _slack = await FakeSlack.StartAsync();

    protected override async Task StopVendorAsync() => await _slack.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _slack.Posts.WaitForCountAsync(1, timeout);

    private ValueTask<SendResult> SendAsync(OutboundMessage message) => Host.Senders.SendAsync(message, Account, default);

    private ChannelAccount AccountWith(string token, params (string Name, string Value)[] settings)
    {
        var metadata = new System.Text.Json.Nodes.JsonObject { ["apiBaseUrl"] = _slack.ApiBaseUrl };
        foreach (var (name, value) in settings)
            metadata[name] = value;
        return Accounts.Of("slack", metadata, null, ("botToken", [token]));
    }
}

using Vespid.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Outbound;

public sealed class TelegramOutbound : OutboundCompliance
{
    private FakeTelegram _telegram = null!;

    protected override FaultPlan Faults => _telegram.Faults;

    protected override ChannelAccount Account => Accounts.Of("telegram", null, null, ("botToken", [_telegram.BotToken]));

    protected override IReadOnlyList<string> Taken => [.. _telegram.Sent.All.Select(sent => sent.Text)];

    [Fact]
    public async Task Topic_and_answered_message_go_along()
    {
        var message = Message(conversation: "-1005") with { ThreadId = "3", ReplyToProviderMessageId = "20" };

        var sent = Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(message, Account, CancellationToken.None));

        var taken = Assert.Single(_telegram.Sent.All);
        Assert.Equal(("-1005", 3L, 20L), (taken.ChatId, taken.ThreadId, taken.ReplyTo));
        Assert.Equal(taken.MessageId.ToString(System.Globalization.CultureInfo.InvariantCulture), sent.ProviderMessageId);
        Assert.Contains("\"allow_sending_without_reply\":true", Assert.Single(_telegram.Calls.All).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_that_are_not_telegrams_are_left_out()
    {
        var message = Message() with { ThreadId = "general", ReplyToProviderMessageId = "m-1" };

        Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(message, Account, CancellationToken.None));
        Assert.Equal((null, null), (_telegram.Sent.All[0].ThreadId, _telegram.Sent.All[0].ReplyTo));
    }

    [Fact]
    public async Task A_group_that_has_moved_is_followed_once()
    {
        _telegram.Faults.Add(new VendorFault.Error(400, "Bad Request: group chat was upgraded to a supergroup chat", -100777));

        Assert.IsType<SendResult.Sent>(await Host.Senders.SendAsync(Message(conversation: "-5"), Account, CancellationToken.None));
        Assert.Equal("-100777", Assert.Single(_telegram.Sent.All).ChatId);
    }

    [Fact]
    public async Task An_answer_that_is_no_json_leaves_the_outcome_unknown()
    {
        _telegram.Faults.Add(new VendorFault.AcceptThenGarbage());

        Assert.IsType<SendResult.Unknown>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));
    }

    [Theory]
    [InlineData(401, true)]
    [InlineData(403, false)]
    public async Task A_bad_token_is_the_accounts_fault_and_a_blocked_bot_is_not(int status, bool accounts)
    {
        _telegram.Faults.Add(new VendorFault.Error(status, "Forbidden: bot was blocked by the user"));

        Assert.Equal(accounts, Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None)).AccountFault);
    }

    [Theory]
    [InlineData("1000000001:wrong-token")]
    [InlineData("no/token?at all")]
    public async Task A_token_that_telegram_does_not_know_is_the_accounts_fault(string token)
    {
        var refused = Assert.IsType<SendResult.Refused>(
            await Host.Senders.SendAsync(Message(), Accounts.Of("telegram", null, null, ("botToken", [token])), CancellationToken.None));

        Assert.True(refused.AccountFault);
        Assert.DoesNotContain(token, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_error_repeats_the_token()
    {
        _telegram.Faults.Add(new VendorFault.Error(400, $"Bad Request: bot{_telegram.BotToken} said no"));

        var refused = Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));

        Assert.DoesNotContain(_telegram.BotToken, refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  \n ", "telegram_text_empty")]
    [InlineData(null, "telegram_text_too_long")]
    public async Task A_text_that_telegram_would_not_take_is_not_sent(string? text, string error)
    {
        Assert.Equal(new SendResult.Refused(error), await Host.Senders.SendAsync(Message(text ?? new string('a', 4097)), Account, CancellationToken.None));
        Assert.Empty(_telegram.Calls.All);
    }

    [Fact]
    public async Task Without_token_and_url_there_is_no_way_out() => Assert.Equal(
        new SendResult.NotConfigured("CHANNEL_OUTBOUND_WEBHOOK_URL_MISSING"),
        await Host.Senders.SendAsync(Message(), Accounts.Of("telegram"), CancellationToken.None));

    [Fact]
    public async Task A_redirect_does_not_carry_the_token_elsewhere()
    {
        _telegram.Faults.Add(new VendorFault.Redirect(new(_telegram.Url, $"/bot{_telegram.BotToken}/getMe")));

        Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), Account, CancellationToken.None));
        Assert.Equal(1, _telegram.Calls.Count);
    }

    [Fact]
    public async Task A_stub_sends_nothing()
    {
        var account = Accounts.Of("telegram", new() { ["transport"] = "stub" });
        var message = Message();
        using var stubbed = new ChannelsHost(options => options.Transport = TransportMode.Stub);

        Assert.Equal(new SendResult.Sent($"stub-{message.EntryId}"), await Host.Senders.SendAsync(message, account, CancellationToken.None));
        Assert.Equal(new SendResult.Sent($"stub-{message.EntryId}"), await stubbed.Senders.SendAsync(message, Account, CancellationToken.None));
        Assert.Empty(_telegram.Calls.All);
    }

    protected override void Configure(ChannelOptions options) => options.TelegramApiBaseUrl = _telegram.Url;

    protected override async Task StartVendorAsync() => _telegram = await FakeTelegram.StartAsync();

    protected override async Task StopVendorAsync() => await _telegram.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _telegram.Sent.WaitForCountAsync(1, timeout);
}

using Vespid.Channels;
using Vespid.Tests.Channels.Outbound;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Mattermost;

public sealed class MattermostOutbound : OutboundCompliance
{
    private const string Root = "abcdefghijklmnopqrstuvwxyz";
    private FakeMattermost _mattermost = null!;

    protected override bool TellsRepeats => true;

    protected override FaultPlan Faults => _mattermost.Faults;

    protected override ChannelAccount Account => AccountWith(FakeMattermost.BotToken);

    protected override IReadOnlyList<string> Taken => [.. _mattermost.Posts.All.Select(post => post.Text)];

    [Theory]
    [InlineData(Root, null, Root)]
    [InlineData(null, Root, null)]
    [InlineData("mm-post-1", null, null)]
    public async Task An_answer_stays_in_its_thread_and_opens_none(string? thread, string? reply, string? expected)
    {
        await SendAsync(Message() with { ThreadId = thread, ReplyToProviderMessageId = reply });

        Assert.Equal(expected, Assert.Single(_mattermost.Posts.All).RootId);
    }

    [Fact]
    public async Task The_entry_is_the_pending_post()
    {
        var message = Message();

        await SendAsync(message);

        Assert.Equal(message.EntryId.ToString(), Assert.Single(_mattermost.Posts.All).PendingPostId);
    }

    [Fact]
    public async Task A_wrong_token_is_the_accounts_fault_and_stays_out_of_the_error()
    {
        var refused = Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), AccountWith("wrong-token"), default));

        Assert.Equal(new SendResult.Refused("mattermost_401: api.context.session_expired.app_error", AccountFault: true), refused);
    }

    [Fact]
    public async Task A_private_server_must_be_allowed()
    {
        using var strict = new ChannelsHost();

        var refused = Assert.IsType<SendResult.Refused>(await strict.Senders.SendAsync(Message(), Account, default));

        Assert.Equal(("mattermost_base_url_refused", true), (refused.Error, refused.AccountFault));
        Assert.Empty(_mattermost.Calls.All);
    }

    [Fact]
    public async Task A_redirect_does_not_carry_the_token_elsewhere()
    {
        Faults.Add(new VendorFault.Redirect(new(_mattermost.Url, "/api/v4/users/me")));

        Assert.IsType<SendResult.Refused>(await SendAsync(Message()));
        Assert.Equal(1, _mattermost.Calls.Count);
    }

    [Fact]
    public async Task A_text_that_mattermost_would_not_take_is_not_sent() =>
        Assert.Equal(new SendResult.Refused("mattermost_text_too_long"), await SendAsync(Message(new string('a', 16_384))));

    [Fact]
    public async Task Without_server_or_token_there_is_no_way_out()
    {
        Assert.IsType<SendResult.NotConfigured>(await Host.Senders.SendAsync(Message(), Accounts.Of("mattermost", null, null, ("botToken", ["t"])), default));
        Assert.IsType<SendResult.NotConfigured>(await Host.Senders.SendAsync(Message(), Accounts.Of("mattermost", new() { ["apiBaseUrl"] = "https://x.example" }), default));
    }

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add(_mattermost.Url.Authority);

    protected override async Task StartVendorAsync() => _mattermost = await FakeMattermost.StartAsync();

    protected override async Task StopVendorAsync() => await _mattermost.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _mattermost.Posts.WaitForCountAsync(1, timeout);

    private ValueTask<SendResult> SendAsync(OutboundMessage message) => Host.Senders.SendAsync(message, Account, default);

    private ChannelAccount AccountWith(string token) =>
        Accounts.Of("mattermost", new() { ["apiBaseUrl"] = _mattermost.Url.AbsoluteUri }, null, ("botToken", [token]));
}

using Vespid.Channels;
using Vespid.Tests.Channels.Outbound;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Discord;

public sealed class DiscordOutbound : OutboundCompliance
{
    private FakeDiscord _discord = null!;

    protected override bool TellsRepeats => true;

    protected override FaultPlan Faults => _discord.Faults;

    protected override ChannelAccount Account => AccountWith(FakeDiscord.BotToken);

    protected override IReadOnlyList<string> Taken => [.. _discord.Posts.All.Select(post => post.Text)];

    [Fact]
    public async Task Nobody_is_mentioned_and_the_answered_message_goes_along()
    {
        await SendAsync(Message("@everyone hi") with { ReplyToProviderMessageId = "77" });

        var body = _discord.Calls.All[0].Json;
        Assert.Equal("77", Assert.Single(_discord.Posts.All).ReplyTo);
        Assert.Empty(body["allowed_mentions"]!["parse"]!.AsArray());
        Assert.False(body["allowed_mentions"]!["replied_user"]!.GetValue<bool>());
        Assert.False(body["message_reference"]!["fail_if_not_exists"]!.GetValue<bool>());
    }

    [Fact]
    public async Task The_nonce_is_as_long_as_Discord_takes()
    {
        await SendAsync(Message());

        Assert.InRange(Assert.Single(_discord.Posts.All).Nonce!.Length, 1, 25);
    }

    [Fact]
    public async Task A_thread_is_the_channel_to_send_to()
    {
        await SendAsync(Message() with { ThreadId = "6001" });

        Assert.Equal("6001", Assert.Single(_discord.Posts.All).Channel);
    }

    [Theory]
    [InlineData("../../users/1")]
    [InlineData("general")]
    [InlineData("")]
    public async Task A_channel_that_can_be_none_is_not_called(string channel)
    {
        Assert.Equal(new SendResult.Refused("discord_channel_invalid"), await SendAsync(Message(conversation: channel)));
        Assert.Empty(_discord.Calls.All);
    }

    [Fact]
    public async Task A_used_up_bucket_is_not_asked_again()
    {
        _discord.LimitHeaders = [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset-After", "30.5")];
        Assert.IsType<SendResult.Sent>(await SendAsync(Message()));

        var held = Assert.IsType<SendResult.Retry>(await SendAsync(Message()));

        Assert.False(held.CountsAsAttempt);
        Assert.InRange(held.RetryAfter!.Value.TotalSeconds, 20, 30.5);
        Assert.Equal(1, _discord.Calls.Count);
        Assert.IsType<SendResult.Sent>(await SendAsync(Message(conversation: "5002")));
    }

    [Fact]
    public async Task A_wrong_token_is_the_accounts_fault_and_stays_out_of_the_error()
    {
        var refused = Assert.IsType<SendResult.Refused>(await Host.Senders.SendAsync(Message(), AccountWith("wrong.token"), default));

        Assert.True(refused.AccountFault);
        Assert.DoesNotContain("wrong.token", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_permission_is_not_the_accounts_fault()
    {
        Faults.Add(new VendorFault.Error(403, "Missing Permissions"));

        Assert.Equal(new SendResult.Refused("discord_403: Missing Permissions"), await SendAsync(Message()));
    }

    [Fact]
    public async Task A_text_that_discord_would_not_take_is_not_sent() =>
        Assert.Equal(new SendResult.Refused("discord_text_too_long"), await SendAsync(Message(new string('a', 2001))));

    [Fact]
    public async Task Without_a_token_there_is_no_way_out() =>
        Assert.IsType<SendResult.NotConfigured>(await Host.Senders.SendAsync(Message(), Accounts.Of("discord"), default));

    protected override void Configure(ChannelOptions options) => options.AllowedHosts.Add(_discord.Url.Authority);

    protected override async Task StartVendorAsync() => _discord = await FakeDiscord.StartAsync();

    protected override async Task StopVendorAsync() => await _discord.DisposeAsync();

    protected override Task UntilCalledAsync(TimeSpan timeout) => _discord.Posts.WaitForCountAsync(1, timeout);

    private ValueTask<SendResult> SendAsync(OutboundMessage message) => Host.Senders.SendAsync(message, Account, default);

    private ChannelAccount AccountWith(string token) => Accounts.Of("discord", new() { ["apiBaseUrl"] = _discord.ApiBaseUrl }, null, ("botToken", [token]));
}

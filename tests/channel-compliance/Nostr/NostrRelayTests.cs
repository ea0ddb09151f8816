using Vespid.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Nostr;

public sealed class NostrRelayTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ChannelsHost _host = new(options => options.AllowedHosts.Add("127.0.0.1"));
    private FakeRelay _relay = null!;

    public async Task InitializeAsync() => _relay = await FakeRelay.StartAsync();

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _relay.DisposeAsync();
    }

    [Fact]
    public async Task Right_events_are_delivered_and_forged_ones_are_not()
    {
        var forged = Signed.Event("forged");
        forged["content"] = "changed";
        _relay.Stored.Add(forged.ToJsonString());
        _relay.Stored.Add(Signed.Event("sealed", kind: 1059).ToJsonString());
        _relay.Stored.Add(Signed.Event("hello", createdAt: 1710000500, tags: [["p", Signed.BotPublic]]).ToJsonString());
        await using var reception = Reception.Start(_host, AccountOf(_relay.Url), new("1710000000"));

        Assert.Equal("hello", Assert.Single(await reception.Sink.MessagesAsync(1)).Text);
        Assert.Equal("1710000500", reception.Sink.Cursor);
        var filter = Assert.Single(await _relay.Subscriptions.WaitForCountAsync(1, Patience));
        Assert.Equal((1710000000 - 600, Signed.BotPublic), (filter["since"]!.GetValue<long>(), filter["#p"]![0]!.GetValue<string>()));
        await reception.StopAsync();
    }

    [Fact]
    public async Task An_author_from_the_future_hides_nothing()
    {
        _relay.Stored.Add(Signed.Event("tomorrow", createdAt: 9999999999).ToJsonString());
        await using var reception = Reception.Start(_host, AccountOf(_relay.Url), new("1710000000"));
        await reception.Sink.MessagesAsync(1);

        Assert.True(long.Parse(reception.Sink.Cursor!, System.Globalization.CultureInfo.InvariantCulture) < 9999999999);
    }

    [Fact]
    public async Task The_first_connection_reads_nothing_old()
    {
        await using var reception = Reception.Start(_host, AccountOf(_relay.Url));
        var filter = Assert.Single(await _relay.Subscriptions.WaitForCountAsync(1, Patience));

        Assert.True(filter["since"]!.GetValue<long>() > 1710000000);
    }

    [Fact]
    public async Task A_closed_subscription_says_why()
    {
        await using var reception = Reception.Start(_host, AccountOf(_relay.Url));
        await _relay.Subscriptions.WaitForCountAsync(1, Patience);
        await _relay.PushAsync("""["CLOSED","vespid","auth-required: members only"]""");

        Assert.Equal(("nostr_closed: auth-required: members only", false), await reception.FailureAsync() is var failure ? (failure.Message, failure.IsFatal) : default);
    }

    [Fact]
    public async Task One_relay_that_is_away_does_not_silence_the_other()
    {
        var gone = await FakeRelay.StartAsync();
        await gone.DisposeAsync();
        _relay.Stored.Add(Signed.Event("hello").ToJsonString());
        await using var reception = Reception.Start(_host, AccountOf($"{gone.Url},{_relay.Url}"), new("1710000000"));

        Assert.Equal("hello", Assert.Single(await reception.Sink.MessagesAsync(1)).Text);
        Assert.False(reception.Running.IsCompleted);
    }

    [Fact]
    public async Task Without_any_relay_it_is_tried_again_by_the_caller()
    {
        await _relay.DisposeAsync();
        await using var reception = Reception.Start(_host, AccountOf(_relay.Url));

        Assert.False((await reception.FailureAsync()).IsFatal);
    }

    [Fact]
    public async Task Without_the_library_the_account_says_so()
    {
        using var missing = new LibSecp256k1("libdoes-not-exist.so.9");
        var receiver = new NostrReceiver(
            _host.Get<VendorSockets>(), new NostrReader(_host.Get<Envelopes>()), new NostrProof(missing), missing, TimeProvider.System);

        var failure = await Assert.ThrowsAsync<ReceiverException>(() => receiver.RunAsync(AccountOf(_relay.Url), new RecordingSink(), CancellationToken.None));
        Assert.Equal(("nostr_library_missing: libsecp256k1", true), (failure.Message, failure.IsFatal));
    }

    [Fact]
    public async Task A_note_is_published_signed_and_repeated_as_the_same_event()
    {
        var message = Message("hello <'+> 👋") with { ConversationId = new string('a', 64), ReplyToProviderMessageId = new string('b', 64) };
        var first = Assert.IsType<SendResult.Sent>(await SendAsync(message));
        var second = Assert.IsType<SendResult.Sent>(await SendAsync(message));

        Assert.Equal(first.ProviderMessageId, second.ProviderMessageId);
        var published = _relay.Published.All[0];
        Assert.Null(_host.Get<NostrProof>().Fault(BodyReader.Of(System.Text.Json.JsonElement.Parse(published.ToJsonString()))));
        Assert.Equal(Signed.BotPublic, published["pubkey"]!.GetValue<string>());
        Assert.Equal(["e", new string('a', 64), "", "root"], published["tags"]![0]!.AsArray().Select(word => word!.GetValue<string>()));
        Assert.Equal("reply", published["tags"]![1]![3]!.GetValue<string>());
    }

    [Theory]
    [InlineData("duplicate: already have this event", typeof(SendResult.Sent))]
    [InlineData("rate-limited: slow down", typeof(SendResult.Retry))]
    [InlineData("error: could not connect to the database", typeof(SendResult.Retry))]
    [InlineData("blocked: you are banned", typeof(SendResult.Refused))]
    [InlineData("pow: difficulty 25>=24", typeof(SendResult.Refused))]
    public async Task The_relays_verdict_decides(string verdict, Type expected)
    {
        _relay.Refusal = verdict;

        Assert.IsType(expected, await SendAsync(Message()));
    }

    [Fact]
    public async Task One_relay_that_takes_it_is_enough()
    {
        await using var other = await FakeRelay.StartAsync();
        _relay.Refusal = "blocked: no";

        Assert.IsType<SendResult.Sent>(await SendAsync(Message(), AccountOf($"{_relay.Url},{other.Url}")));
    }

    [Fact]
    public async Task A_lost_verdict_leaves_the_outcome_unknown()
    {
        _relay.Drops = true;
        Assert.IsType<SendResult.Unknown>(await SendAsync(Message()));
        _relay.Drops = false;
        _relay.Mute = true;
        var time = new DeadlineTime();
        using var hasty = new ChannelsHost(options => options.AllowedHosts.Add("127.0.0.1"), time);
        var sending = hasty.Senders.SendAsync(Message(), AccountOf(_relay.Url), CancellationToken.None);
        await _relay.Published.WaitForCountAsync(1, Patience);
        time.Pass();
        Assert.IsType<SendResult.Unknown>(await sending);
    }

    [Fact]
    public async Task No_connection_counts_no_attempt()
    {
        await _relay.DisposeAsync();

        Assert.False(Assert.IsType<SendResult.Retry>(await SendAsync(Message())).CountsAsAttempt);
    }

    [Fact]
    public async Task Without_a_private_key_there_is_no_way_out_and_a_wrong_one_is_the_accounts_fault()
    {
        Assert.IsType<SendResult.NotConfigured>(await SendAsync(Message(), Accounts.Of("nostr", new() { ["relays"] = _relay.Url })));
        var wrong = Accounts.Of("nostr", new() { ["relays"] = _relay.Url }, null, ("privateKey", ["nsec1-not-hex"]));
        Assert.Equal(new SendResult.Refused("nostr_private_key_invalid", AccountFault: true), await SendAsync(Message(), wrong));
    }

    [Fact]
    public async Task No_private_relay_is_reached_that_the_operator_does_not_allow()
    {
        using var strict = new ChannelsHost();

        Assert.Equal(new SendResult.Refused("nostr_address_refused", AccountFault: true), await strict.Senders.SendAsync(Message(), AccountOf(_relay.Url), CancellationToken.None));
    }

    private static OutboundMessage Message(string text = "hello") => new(new SequentialIds().NewId(), Guid.Empty, "c", text, null, null, null, null, "reply");

    private Task<SendResult> SendAsync(OutboundMessage message, ChannelAccount? account = null) =>
        _host.Senders.SendAsync(message, account ?? AccountOf(_relay.Url), CancellationToken.None).AsTask();

    private static ChannelAccount AccountOf(string relays) =>
        Accounts.Of("nostr", new() { ["relays"] = relays }, null, ("privateKey", [Convert.ToHexStringLower(Signed.BotKey)]));
}

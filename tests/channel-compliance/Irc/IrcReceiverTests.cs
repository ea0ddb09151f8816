using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.Vendors;

namespace Vespid.Tests.Channels.Irc;

public sealed class IrcReceiverTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ChannelsHost _host = new(options => options.AllowedHosts.Add("127.0.0.1"));

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task It_logs_in_joins_and_hears_channels_and_private_words()
    {
        await using var server = new FakeIrc();
        await using var reception = Reception.Start(_host, AccountOf(server, "correct horse"));
        await reception.Sink.UntilConnectedAsync();
        await server.Peers.All[0].Received.WaitAsync(lines => lines.Contains("JOIN #dev key"), "JOIN", Patience);

        await server.SendAsync("@msgid=m-1;time=2026-01-02T03:04:05.678Z;account=ada-acc :ada!a@host PRIVMSG #ops :vespid: \u0002deploy\u0002 now");
        await server.SendAsync(":bob!b@host PRIVMSG vespid :psst");
        await server.SendAsync(":bob!b@host PRIVMSG vespid :\u0001VERSION\u0001");
        await server.SendAsync(":vespid!v@host PRIVMSG #ops :my own words");
        await server.SendAsync(":eve!e@host NOTICE vespid :beep");
        await server.SendAsync("@bot :robot!r@host PRIVMSG #ops :vespid: beep");
        await server.SendAsync(":bob!b@host PRIVMSG @#ops :\u0001ACTION waves\u0001");

        var messages = await reception.Sink.MessagesAsync(3);
        Assert.Equal(["vespid: deploy now", "psst", "waves"], messages.Select(message => message.Text));
        Assert.Equal(("account:ada-acc", "ada", "#ops", "m-1", InboundEvents.Mentioned),
            (messages[0].SenderId, messages[0].SenderDisplayName, messages[0].ConversationId, messages[0].DedupeKey, messages[0].Event));
        Assert.Equal(DateTimeOffset.Parse("2026-01-02T03:04:05.678Z", System.Globalization.CultureInfo.InvariantCulture), messages[0].ReceivedAt);
        Assert.Equal(("bob", "bob", InboundEvents.DirectMessage), (messages[1].SenderId, messages[1].ConversationId, messages[1].Event));
        Assert.Equal("#ops", messages[2].ConversationId);
        await reception.StopAsync();
        Assert.Contains("QUIT :bye", (await server.Peers.All[0].Received.WaitAsync(lines => lines.Contains("QUIT :bye"), "QUIT", Patience)));
    }

    [Fact]
    public async Task Capabilities_are_asked_for_only_when_offered()
    {
        await using var server = new FakeIrc { Capabilities = "multi-prefix server-time" };
        await using var reception = Reception.Start(_host, AccountOf(server));
        await reception.Sink.UntilConnectedAsync();

        Assert.Contains("CAP REQ :server-time", server.Peers.All[0].Received.All);
    }

    [Fact]
    public async Task A_taken_nick_gets_a_tail_and_the_tail_is_us()
    {
        await using var server = new FakeIrc { Taken = new HashSet<string> { "vespid", "vespid_" } };
        await using var reception = Reception.Start(_host, AccountOf(server));
        await reception.Sink.UntilConnectedAsync();
        await server.SendAsync(":ada!a@h PRIVMSG vespid__ :hello");

        Assert.Equal("ada", Assert.Single(await reception.Sink.MessagesAsync(1)).ConversationId);
        Assert.Equal("vespid__", Assert.Single(server.Welcomed.All));
    }

    [Fact]
    public async Task When_every_nick_is_taken_it_comes_back_later()
    {
        await using var server = new FakeIrc { Taken = new HashSet<string> { "vespid", "vespid_", "vespid__", "vespid___" } };
        await using var reception = Reception.Start(_host, AccountOf(server));

        Assert.Equal(("irc_nick_in_use", false), await reception.FailureAsync() is var failure ? (failure.Message, failure.IsFatal) : default);
    }

    [Fact]
    public async Task A_wrong_password_is_fatal_and_not_repeated()
    {
        await using var server = new FakeIrc();
        await using var reception = Reception.Start(_host, AccountOf(server, "wrong-password"));

        var failure = await reception.FailureAsync();
        Assert.Equal(("irc_sasl_refused_904", true), (failure.Message, failure.IsFatal));
    }

    [Fact]
    public async Task A_password_is_not_given_to_a_server_that_offers_no_sasl()
    {
        await using var server = new FakeIrc { Capabilities = "server-time" };
        await using var reception = Reception.Start(_host, AccountOf(server, "correct horse"));

        Assert.True((await reception.FailureAsync()).IsFatal);
        Assert.DoesNotContain(server.Peers.All[0].Received.All, line => line.StartsWith("AUTHENTICATE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pings_are_answered()
    {
        await using var server = new FakeIrc();
        await using var reception = Reception.Start(_host, AccountOf(server));
        await reception.Sink.UntilConnectedAsync();
        await server.SendAsync("PING :are you there");

        await server.Peers.All[0].Received.WaitAsync(lines => lines.Contains("PONG :are you there"), "PONG", Patience);
        Assert.True(reception.Sink.HeardCount > 0);
    }

    [Fact]
    public async Task A_server_that_closes_says_why()
    {
        await using var server = new FakeIrc();
        await using var reception = Reception.Start(_host, AccountOf(server));
        await reception.Sink.UntilConnectedAsync();
        await server.SendAsync("ERROR :Closing Link: maintenance");

        var failure = await reception.FailureAsync();
        Assert.Equal(("irc_closed: Closing Link: maintenance", false), (failure.Message, failure.IsFatal));
    }

    [Fact]
    public async Task A_message_is_sent_over_the_connection_and_known_to_have_been_taken()
    {
        await using var server = new FakeIrc();
        var account = AccountOf(server);
        await using var reception = Reception.Start(_host, account);
        await reception.Sink.UntilConnectedAsync();

        Assert.IsType<SendResult.Sent>(await SendAsync(account, "one\ntwo 👋"));
        Assert.Equal([("#ops", "one"), ("#ops", "two 👋")], server.Sent.All);
    }

    [Fact]
    public async Task What_the_server_refuses_is_refused()
    {
        await using var server = new FakeIrc { Refusals = new Dictionary<string, string> { ["gone"] = "401", ["#moderated"] = "404" } };
        var account = AccountOf(server);
        await using var reception = Reception.Start(_host, account);
        await reception.Sink.UntilConnectedAsync();

        Assert.Equal(new SendResult.Refused("irc_401"), await SendAsync(account, to: "gone"));
        Assert.Equal(new SendResult.Refused("irc_404"), await SendAsync(account, to: "#moderated"));
        Assert.Equal(new SendResult.Refused("irc_target_invalid"), await SendAsync(account, to: "#ops\r\nQUIT"));
        Assert.IsType<SendResult.Sent>(await SendAsync(account));
    }

    [Fact]
    public async Task Without_a_connection_it_is_tried_later_at_no_cost()
    {
        await using var server = new FakeIrc();
        var account = AccountOf(server);
        Assert.Equal(new SendResult.Retry("irc_not_connected", null, CountsAsAttempt: false), await SendAsync(account));
        await using (var reception = Reception.Start(_host, account))
        {
            await reception.Sink.UntilConnectedAsync();
            await reception.StopAsync();
        }

        Assert.Equal(new SendResult.Retry("irc_not_connected", null, CountsAsAttempt: false), await SendAsync(account));
        Assert.IsType<SendResult.NotConfigured>(await SendAsync(Accounts.Of("irc")));
    }

    [Fact]
    public async Task A_flood_is_held_back_and_says_until_when()
    {
        await using var server = new FakeIrc();
        var account = AccountOf(server);
        await using var reception = Reception.Start(_host, account);
        await reception.Sink.UntilConnectedAsync();
        Assert.IsType<SendResult.Sent>(await SendAsync(account, "1\n2\n3\n4\n5\n6"));

        var retry = Assert.IsType<SendResult.Retry>(await SendAsync(account));
        Assert.False(retry.CountsAsAttempt);
        Assert.InRange(retry.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
        Assert.Equal(6, server.Sent.Count);
    }

    [Fact]
    public async Task A_connection_lost_in_between_leaves_the_outcome_unknown()
    {
        await using var server = new FakeIrc { DropOnMessage = true };
        var account = AccountOf(server);
        await using var reception = Reception.Start(_host, account);
        await reception.Sink.UntilConnectedAsync();

        Assert.Equal(new SendResult.Unknown("irc_connection_lost"), await SendAsync(account));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_leaves_the_outcome_unknown()
    {
        var time = new DeadlineTime();
        using var hasty = new ChannelsHost(options => options.AllowedHosts.Add("127.0.0.1"), time);
        await using var server = new FakeIrc { Mute = true };
        var account = AccountOf(server);
        await using var reception = Reception.Start(hasty, account);
        await reception.Sink.UntilConnectedAsync();

        var sending = hasty.Senders.SendAsync(Message("hi", "#ops"), account, CancellationToken.None);
        await server.Sent.WaitForCountAsync(1, TimeSpan.FromSeconds(20));
        time.Pass();
        Assert.Equal(new SendResult.Unknown("irc_timeout"), await sending);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hasty.Senders.SendAsync(Message("hi", "#ops"), account, stop.Token).AsTask());
    }

    [Fact]
    public async Task A_certificate_must_be_trusted_or_pinned()
    {
        using var certificate = SelfSigned();
        await using var server = new FakeIrc(certificate);
        var untrusted = new JsonObject { ["serverUrl"] = $"ircs://127.0.0.1:{server.Port}" };
        await using (var refused = Reception.Start(_host, Accounts.Of("irc", untrusted)))
            Assert.Equal("irc_certificate_refused", (await refused.FailureAsync()).Message);

        var pinned = new JsonObject { ["serverUrl"] = $"ircs://127.0.0.1:{server.Port}", ["tlsFingerprint"] = Convert.ToHexString(SHA256.HashData(certificate.RawData)) };
        await using var reception = Reception.Start(_host, Accounts.Of("irc", pinned));
        await reception.Sink.UntilConnectedAsync();
        Assert.Equal("vespid", Assert.Single(server.Welcomed.All));
    }

    [Fact]
    public async Task Without_tls_only_the_operators_hosts_are_reached()
    {
        using var strict = new ChannelsHost();
        await using var server = new FakeIrc();
        await using (var plain = Reception.Start(strict, AccountOf(server)))
            Assert.Equal(("irc_tls_required", true), await plain.FailureAsync() is var failure ? (failure.Message, failure.IsFatal) : default);
        await using (var secure = Reception.Start(strict, Accounts.Of("irc", new() { ["serverUrl"] = $"ircs://127.0.0.1:{server.Port}" })))
            Assert.Equal("irc_address_refused", (await secure.FailureAsync()).Message);
        Assert.Equal(0, server.Peers.Count);
    }

    [Theory]
    [InlineData("irc://host", true)]
    [InlineData("ircs://host:7000", true)]
    [InlineData("https://host", false)]
    [InlineData("irc://user:pw@host", false)]
    public void Only_an_account_with_a_server_connects(string url, bool connects) =>
        Assert.Equal(connects, _host.Receiver("irc").ConnectionKey(Accounts.Of("irc", new() { ["serverUrl"] = url })) is not null);

    internal static OutboundMessage Message(string text, string to) =>
        new(Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddYears(56)), Guid.Empty, to, text, null, null, null, null, "reply");

    private Task<SendResult> SendAsync(ChannelAccount account, string text = "hello", string to = "#ops") =>
        _host.Senders.SendAsync(Message(text, to), account, CancellationToken.None).AsTask();

    private static ChannelAccount AccountOf(FakeIrc server, string? password = null)
    {
        var metadata = new JsonObject { ["serverUrl"] = $"irc://127.0.0.1:{server.Port}", ["channels"] = "#ops, #dev key" };
        return password is null ? Accounts.Of("irc", metadata) : Accounts.Of("irc", metadata, null, ("saslPassword", [password]));
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=irc.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}

using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Generic;

public sealed class GenericBodyTests : IDisposable
{
    private readonly ChannelsHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("""{"text":"a","message":"b","content":"c","body":"d"}""", "a")]
    [InlineData("""{"message":"b","content":"c","body":"d"}""", "b")]
    [InlineData("""{"text":1,"message":" ","content":"c","body":"d"}""", "c")]
    [InlineData("""{"body":"d"}""", "d")]
    public void Text_is_the_first_that_is_a_string(string body, string text) => Assert.Equal(text, One(body).Text);

    [Theory]
    [InlineData("""{"text":"a","senderId":"1","from":"2","userId":"3","authorId":"4"}""", "1", "1")]
    [InlineData("""{"text":"a","from":"2","chatId":"c"}""", "2", "c")]
    [InlineData("""{"text":"a","userId":"3","threadId":"t"}""", "3", "t")]
    [InlineData("""{"text":"a","authorId":"4","channelId":"h"}""", "4", "h")]
    [InlineData("""{"text":"a","senderId":17}""", "unknown", "unknown")]
    [InlineData("""{"text":"a"}""", "unknown", "unknown")]
    public void Gaps_are_filled(string body, string sender, string conversation) =>
        Assert.Equal((sender, conversation), (One(body).SenderId, One(body).ConversationId));

    [Theory]
    [InlineData("""{"text":"a","senderId":"u"}""", InboundEvents.DirectMessage)]
    [InlineData("""{"text":"a","senderId":"u","conversationId":"u"}""", InboundEvents.DirectMessage)]
    [InlineData("""{"text":"a","senderId":"u","conversationId":"dm:u"}""", InboundEvents.DirectMessage)]
    [InlineData("""{"text":"a","senderId":"u","conversationId":"room"}""", InboundEvents.Received)]
    [InlineData("""{"text":"a","senderId":"u","conversationId":"room","isGroup":false}""", InboundEvents.DirectMessage)]
    [InlineData("""{"text":"a","senderId":"u","isGroup":true}""", InboundEvents.Received)]
    [InlineData("""{"text":"a","senderId":"u","group":true}""", InboundEvents.Received)]
    [InlineData("""{"text":"a","senderId":"u","isGroup":"true"}""", InboundEvents.DirectMessage)]
    [InlineData("""{"text":"a","senderId":"u","isGroup":true,"isDirectMessage":true}""", InboundEvents.DirectMessage)]
    [InlineData("""{"text":"@vespid a","senderId":"u","conversationId":"room"}""", InboundEvents.Mentioned)]
    [InlineData("""{"text":"Vespid Bot a","senderId":"u","conversationId":"room"}""", InboundEvents.Mentioned)]
    [InlineData("""{"text":"@bot a","senderId":"u","conversationId":"room","mentionMatched":false}""", InboundEvents.Received)]
    [InlineData("""{"text":"a","senderId":"u","conversationId":"room","mentionMatched":true}""", InboundEvents.Mentioned)]
    public void The_kind_follows_from_the_flags_or_else_from_the_ids(string body, string kind) => Assert.Equal(kind, One(body).Event);

    [Fact]
    public void The_message_id_can_come_in_a_header_and_else_is_fresh()
    {
        var request = Requests.Of("irc", """{"text":"a"}""");

        Assert.Equal("h-1", Read.One(Adapter.Normalize(request.WithHeader("x-message-id", "h-1"), Accounts.Of("irc"))).ProviderMessageId);
        Assert.NotEqual(One("""{"text":"a"}""").DedupeKey, One("""{"text":"a"}""").DedupeKey);
    }

    [Theory]
    [InlineData("2026-02-22T10:00:00Z", "2026-02-22T10:00:00Z")]
    [InlineData("2026-02-22T10:00:00+02:00", "2026-02-22T08:00:00Z")]
    [InlineData("yesterday", null)]
    [InlineData("0001-01-01", null)]
    public void The_time_is_a_date_in_text(string given, string? expected) => Assert.Equal(
        expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
        One($$"""{"text":"a","receivedAt":"{{given}}"}""").ReceivedAt);

    [Fact]
    public async Task Every_configured_check_must_pass()
    {
        var both = Accounts.Of("signal", null, null, ("ingressToken", ["t"]), ("webhookSecret", ["s"]));
        var request = Requests.Of("signal", """{"text":"a"}""");

        Assert.IsType<Authenticity.Authentic>(await Authenticate("signal", request.WithHeader("x-signal-token", "t").SignedGenerically("s"), both));
        Assert.Equal(new Authenticity.Failed("signal_token_invalid"), await Authenticate("signal", request.SignedGenerically("s"), both));
        Assert.Equal(new Authenticity.Failed("signature_invalid"), await Authenticate("signal", request.WithHeader("x-signal-token", "t"), both));
    }

    [Fact]
    public async Task A_signature_covers_the_raw_bytes_in_lower_case_hex()
    {
        var account = Accounts.Of("twitch", null, null, ("webhookSecret", ["s"]));
        var signed = Requests.Of("twitch", """{ "text" : "a" }""").SignedGenerically("s");

        Assert.IsType<Authenticity.Authentic>(await Authenticate("twitch", signed, account));
        Assert.IsType<Authenticity.Failed>(await Authenticate("twitch", signed.WithBody("""{"text":"a"}"""), account));
        Assert.IsType<Authenticity.Failed>(
            await Authenticate("twitch", signed.WithHeader("x-channel-signature", signed.Headers["x-channel-signature"].ToUpperInvariant()), account));
    }

    [Fact]
    public async Task A_vendors_secret_that_cannot_be_checked_opens_no_door()
    {
        var account = Accounts.Of("slack", new() { ["signingSecret"] = "s" });

        Assert.Equal(new Authenticity.Failed("adapter_auth_failed"), await Authenticate("slack", Requests.Of("slack", """{"text":"a"}"""), account));
    }

    private GenericAdapter Adapter => new(ChannelCatalog.Get("irc"), _host.Get<Envelopes>());

    private InboundMessage One(string body) => Read.One(Adapter.Normalize(Requests.Of("irc", body), Accounts.Of("irc")));

    private ValueTask<Authenticity> Authenticate(string channelId, IngressRequest request, ChannelAccount account) =>
        new GenericAdapter(ChannelCatalog.Get(channelId), _host.Get<Envelopes>()).AuthenticateAsync(request, account, CancellationToken.None);
}

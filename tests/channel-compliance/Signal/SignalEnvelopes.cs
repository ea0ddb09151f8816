using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Signal;

public sealed class SignalEnvelopes : IDisposable
{
    private readonly ChannelsHost _host = new();
    private readonly ChannelAccount _account = Accounts.Of("signal", new() { ["number"] = "+15550001", ["uuid"] = "bot-uuid" });

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Messages_of_one_device_are_told_apart()
    {
        var first = Read.One(Normalize(Envelope("""{"message":"one"}""", 1710000000001)));
        var second = Read.One(Normalize(Envelope("""{"message":"two"}""", 1710000000002)));

        Assert.NotEqual(first.DedupeKey, second.DedupeKey);
        Assert.Equal(("u-1:1710000000001", "u-1"), (first.DedupeKey, first.ConversationId));
    }

    [Fact]
    public void The_reduced_body_is_understood_and_its_numeric_time_makes_a_repeat_known()
    {
        const string Body = """{"envelope":{"source":"sender-signal","timestamp":1710000060000,"dataMessage":{"message":"deploy now"}}}""";

        var (one, two) = (Read.One(Normalize(Body)), Read.One(Normalize(Body)));
        Assert.Equal(("sender-signal", "sender-signal", InboundEvents.DirectMessage), (one.SenderId, one.ConversationId, one.Event));
        Assert.Equal(one.DedupeKey, two.DedupeKey);
    }

    [Fact]
    public void A_notification_of_the_daemon_is_read_in_both_its_forms()
    {
        var plain = $$$$"""{"jsonrpc":"2.0","method":"receive","params":{{{{Envelope("""{"message":"hi"}""")}}}}}""";
        var subscribed = $$$$"""{"jsonrpc":"2.0","method":"receive","params":{"subscription":0,"result":{{{{Envelope("""{"message":"hi"}""")}}}}}}""";

        Assert.Equal("hi", Read.One(Normalize(plain)).Text);
        Assert.Equal("hi", Read.One(Normalize(subscribed)).Text);
    }

    [Fact]
    public void A_group_is_the_conversation()
    {
        var message = Read.One(Normalize(Envelope("""{"message":"hi all","groupInfo":{"groupId":"Z3JvdXA=","type":"DELIVER"}}""")));

        Assert.Equal(("Z3JvdXA=", InboundEvents.Received), (message.ConversationId, message.Event));
    }

    [Theory]
    [InlineData("bot-uuid", true)]
    [InlineData("other-uuid", false)]
    public void Only_this_bots_mention_counts(string uuid, bool mentioned) => Assert.Equal(mentioned, Read.One(Normalize(
        Envelope($$$$"""{"message":"\uFFFC do it","mentions":[{"uuid":"{{{{uuid}}}}","start":0,"length":1}],"groupInfo":{"groupId":"g"}}"""))).MentionMatched);

    [Fact]
    public void A_quotation_names_the_message_it_answers() => Assert.Equal(
        "bot-uuid:1709999999999",
        Read.One(Normalize(Envelope("""{"message":"yes","quote":{"id":1709999999999,"author":"+15550001","authorUuid":"bot-uuid","text":"really?"}}"""))).ReplyToProviderMessageId);

    [Fact]
    public void An_edit_replaces_the_earlier_message()
    {
        var message = Read.One(Normalize(
            """{"envelope":{"sourceUuid":"u-1","timestamp":1710000000009,"editMessage":{"targetSentTimestamp":1710000000001,"dataMessage":{"message":"fixed"}}}}"""));

        Assert.Equal((true, "fixed", "u-1:1710000000001", "u-1:1710000000009"), (message.IsEdit, message.Text, message.ProviderMessageId, message.DedupeKey));
    }

    [Fact]
    public void A_file_without_words_is_still_a_message()
    {
        var message = Read.One(Normalize(Envelope("""{"message":null,"attachments":[{"contentType":"image/jpeg","filename":"cat.jpg","id":"A1.jpg","size":1234}]}""")));

        Assert.Equal("cat.jpg", message.Text);
        Assert.Equal(new Attachment("image", "image/jpeg", 1234, null, "A1.jpg", "cat.jpg"), Assert.Single(message.Attachments));
    }

    [Theory]
    [InlineData("""{"reaction":{"emoji":"👍","targetAuthor":"+1","targetSentTimestamp":1}}""")]
    [InlineData("""{"remoteDelete":{"timestamp":1}}""")]
    [InlineData("""{"groupInfo":{"groupId":"g","type":"UPDATE"}}""")]
    public void What_is_no_text_is_not_supported(string data) => Read.Nothing(ReasonCodes.UnsupportedEvent, Normalize(Envelope(data)));

    [Theory]
    [InlineData("receiptMessage")]
    [InlineData("typingMessage")]
    [InlineData("callMessage")]
    [InlineData("storyMessage")]
    public void Receipts_and_their_like_are_not_supported(string kind) => Read.Nothing(
        ReasonCodes.UnsupportedEvent, Normalize($$$$"""{"envelope":{"sourceUuid":"u-1","timestamp":1710000000001,"{{{{kind}}}}":{"action":"STARTED"}}}"""));

    [Theory]
    [InlineData("""{"envelope":{"sourceNumber":"+15550001","timestamp":1,"dataMessage":{"message":"mine"}}}""")]
    [InlineData("""{"envelope":{"sourceUuid":"u-9","timestamp":1,"syncMessage":{"sentMessage":{"message":"from my phone"}}}}""")]
    public void Our_own_messages_come_back_to_nobody(string body) => Read.Nothing(ReasonCodes.SelfMessage, Normalize(body));

    [Fact]
    public async Task Both_proofs_are_needed_when_both_are_configured()
    {
        var both = Accounts.Of("signal", null, null, ("webhookSecret", ["sign"]), ("ingressToken", ["token"]));
        var request = Requests.Of("signal", "{}");

        Assert.IsType<Authenticity.Authentic>(await AuthenticateAsync(request.SignedGenerically("sign").WithHeader("x-signal-token", "token"), both));
        Assert.Equal("signal_token_invalid", Assert.IsType<Authenticity.Failed>(await AuthenticateAsync(request.SignedGenerically("sign"), both)).Reason);
        Assert.Equal("signal_signature_missing", Assert.IsType<Authenticity.Failed>(await AuthenticateAsync(request.WithHeader("x-signal-token", "token"), both)).Reason);
    }

    private ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account) =>
        _host.Adapter("signal").AuthenticateAsync(request, account, CancellationToken.None);

    private Normalization Normalize(string body) => _host.Adapter("signal").Normalize(Requests.Of("signal", body), _account);

    private static string Envelope(string data, long time = 1710000000123) =>
        $$$$"""{"envelope":{"source":"+15550010","sourceNumber":"+15550010","sourceUuid":"u-1","sourceDevice":1,"timestamp":{{{{time}}}},"dataMessage":{{{{data}}}}},"account":"+15550001"}""";
}

using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Reading;

public sealed class EnvelopeTests
{
    private static readonly string Longest = new('x', 512);
    private static readonly string TooLong = new('x', 513);

    private static readonly MessageDraft Draft = new() { Text = "hi", SenderId = "s", ConversationId = "c", ProviderMessageId = "m", IsDirect = (_, _) => false };

    [Fact]
    public void Nothing_read_and_no_text_are_not_understood()
    {
        Read.Nothing(ReasonCodes.NormalizeFailed, Seal(null));
        Read.Nothing(ReasonCodes.NormalizeFailed, Seal(Draft with { Text = null }));
    }

    [Fact]
    public void Gaps_are_filled_from_what_is_there()
    {
        var sealedOne = Read.One(Seal(Draft with { SenderId = null, ConversationId = null, ProviderMessageId = null }));
        Assert.Equal(("unknown", "unknown"), (sealedOne.SenderId, sealedOne.ConversationId));
        Assert.True(Guid.TryParse(sealedOne.ProviderMessageId, out _));
        Assert.Equal(sealedOne.ProviderMessageId, sealedOne.DedupeKey);
        Assert.Equal("s", Read.One(Seal(Draft with { ConversationId = null })).ConversationId);
    }

    [Fact]
    public void What_was_read_goes_along()
    {
        var attachment = new Attachment("image", "image/png", 17, null, "f", null);
        var at = DateTimeOffset.UnixEpoch.AddYears(50);
        var message = Read.One(Seal(
            Draft with
            {
                SenderDisplayName = "Sam\0", DedupeKey = "c:m", ThreadId = "t", ReplyTo = "r", IsEdit = true, ReceivedAt = at, Attachments = [attachment],
            },
            Requests.Of("generic", "{}") with { TraceParent = "00-1-2-01" }));

        Assert.Equal(("m", "c:m", "c", "s", "Sam\uFFFD", "hi"), (message.ProviderMessageId, message.DedupeKey, message.ConversationId, message.SenderId, message.SenderDisplayName, message.Text));
        Assert.Equal(("t", "r", true, at, "00-1-2-01"), (message.ThreadId, message.ReplyToProviderMessageId, message.IsEdit, message.ReceivedAt, message.TraceParent));
        Assert.Equal([attachment], message.Attachments.AsEnumerable());
        Assert.Equal("""{"headers":{},"query":{},"body":null}""", message.Payload);
        Assert.Null(Read.One(Seal(Draft)).SenderDisplayName);
    }

    [Theory]
    [InlineData(true, false, InboundEvents.DirectMessage)]
    [InlineData(true, true, InboundEvents.DirectMessage)]
    [InlineData(false, true, InboundEvents.Mentioned)]
    [InlineData(false, false, InboundEvents.Received)]
    public void A_direct_message_stays_one_when_it_mentions_the_bot(bool direct, bool mentioned, string kind)
    {
        var message = Read.One(Seal(Draft with { IsDirect = (sender, conversation) => direct && (sender, conversation) == ("s", "c"), Mentioned = mentioned }));
        Assert.Equal((kind, mentioned), (message.Event, message.MentionMatched));
    }

    [Fact]
    public void No_id_is_longer_than_512_characters()
    {
        Assert.Single(Seal(Draft with { SenderId = Longest, ConversationId = Longest, ProviderMessageId = Longest, ThreadId = Longest, ReplyTo = Longest }).Messages);
        foreach (var draft in new[]
        {
            Draft with { SenderId = TooLong }, Draft with { ConversationId = TooLong }, Draft with { ProviderMessageId = TooLong },
            Draft with { ThreadId = TooLong }, Draft with { ReplyTo = TooLong },
        })
            Read.Nothing(ReasonCodes.NormalizeFailed, Seal(draft));
    }

    [Fact]
    public void A_long_name_is_cut_and_a_long_key_hashed()
    {
        Assert.Equal(Longest, Read.One(Seal(Draft with { SenderDisplayName = TooLong })).SenderDisplayName);
        Assert.Equal(Longest, Read.One(Seal(Draft with { DedupeKey = Longest })).DedupeKey);
        Assert.Matches("^sha256:[0-9a-f]{64}$", Read.One(Seal(Draft with { DedupeKey = TooLong })).DedupeKey);
        Assert.NotEqual(Read.One(Seal(Draft with { DedupeKey = TooLong })).DedupeKey, Read.One(Seal(Draft with { DedupeKey = TooLong + "y" })).DedupeKey);
    }

    [Fact]
    public void A_batch_has_the_messages_or_the_most_telling_reason()
    {
        var one = Seal(Draft);
        var two = Seal(Draft with { ProviderMessageId = "m-2" });
        Assert.Equal(["m", "m-2"], ReadBatch.Of([Normalization.Own, one, Normalization.Unsupported, two]).Messages.Select(message => message.ProviderMessageId));
        Assert.Null(ReadBatch.Of([Normalization.Own, one]).Reason);
        Read.Nothing(ReasonCodes.UnsupportedEvent, ReadBatch.Of([Normalization.NotUnderstood, Normalization.Own, Normalization.Unsupported]));
        Read.Nothing(ReasonCodes.SelfMessage, ReadBatch.Of([Normalization.NotUnderstood, Normalization.Own]));
        Read.Nothing(ReasonCodes.NormalizeFailed, ReadBatch.Of([Normalization.NotUnderstood]));
        Read.Nothing(ReasonCodes.NormalizeFailed, ReadBatch.Of([]));
        Read.Nothing(ReasonCodes.NormalizeFailed, Normalization.Of());
    }

    private static Normalization Seal(MessageDraft? draft, IngressRequest? request = null) =>
        new Envelopes(new SequentialIds()).Seal(draft, request ?? Requests.Of("generic", "{}"), default);
}

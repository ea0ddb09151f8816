using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels;

public abstract partial class ChannelCompliance
{
    [Fact]
    public void Takes_ids_up_to_512_characters_and_none_beyond()
    {
        var longest = BodiesWithId(new string('i', 512)).ToList();
        var beyond = BodiesWithId(new string('i', 513)).ToList();

        Assert.NotEmpty(beyond);
        Assert.All(longest, body => Assert.InRange(Read.One(Normalize(body.ToJsonString())).DedupeKey.Length, 1, 512));
        Assert.All(beyond, body => Read.Nothing(ReasonCodes.NormalizeFailed, Normalize(body.ToJsonString())));
    }

    [Fact]
    public void Replaces_what_the_database_refuses()
    {
        var body = SampleOf("TEXT").Body.ToJsonString();

        Assert.Equal("a\uFFFDb", TextOf(body, "a\\u0000b"));
        Assert.Equal("a\uFFFDb", TextOf(body, "a\\ud83db"));
        Assert.Equal("\uFFFDb", TextOf(body, "\\ude00b"));
        Assert.Equal("\uFFFD😀", TextOf(body, "\\ud83d\\ud83d\\ude00"));
        Assert.Equal("\\u0000", TextOf(body, "\\\\u0000"));
        foreach (var withId in BodiesWithId("IDENTITY"))
            Assert.Contains("a\uFFFDb", IdsOf(Read.One(Normalize(withId.ToJsonString().Replace("IDENTITY", "a\\u0000b", StringComparison.Ordinal)))));
    }

    [Fact]
    public void Refuses_bytes_that_are_no_utf8()
    {
        var body = Encoding.UTF8.GetBytes(SampleOf("TEXT").Body.ToJsonString());
        body[body.AsSpan().IndexOf("TEXT"u8)] = 0xC3;

        Read.Nothing(ReasonCodes.NormalizeFailed, Adapter.Normalize(Requests.Of(ChannelId, body), AccountWith()));
    }

    [Fact]
    public void Takes_moderate_depth_with_a_payload_that_can_be_read_again_and_refuses_more()
    {
        var deep = SampleOf("hi").Body;
        deep["extra"] = JsonNode.Parse(Json.Nested(63, "1"), documentOptions: new() { MaxDepth = 100 });

        Read.Payload(Read.One(Normalize(deep.ToJsonString(new() { MaxDepth = 100 }))));
        Read.Nothing(ReasonCodes.NormalizeFailed, Normalize($"{{\"text\":\"hi\",\"extra\":{Json.Nested(64, "1")}}}"));
        Read.Nothing(ReasonCodes.NormalizeFailed, Normalize(Json.Nested(50_000, "1")));
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e-400")]
    [InlineData("1e200000")]
    [InlineData("9223372036854775808")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890")]
    public void Keeps_a_payload_with_extreme_numbers_storable(string number)
    {
        var body = SampleOf("hi").Body.ToJsonString();
        var message = Read.One(Normalize($"{{\"extra\":{number},{body[1..]}"));

        Assert.True(Json.IsStorable(message.Payload!), message.Payload);
    }

    [Fact]
    public void Never_throws_on_arbitrary_bytes() => Properties.Check(
        Prop.ForAll(Json.Bytes, bytes => Adapter.Normalize(Requests.Of(ChannelId, bytes), AccountWith()).Reason is not null), 500);

    [Fact]
    public void Reads_arbitrary_json_without_fault_and_leaves_only_what_can_be_stored() => Properties.Check(
        Prop.ForAll(Json.Objects, json => Normalize(json) is var read && (read.Reason is null) == (read.Messages.Length > 0) && read.Messages.All(IsStorable)), 2000);

    [Fact]
    public void Answers_of_its_own_never_fail_whatever_the_body() => Properties.Check(
        Prop.ForAll(Json.Objects, Json.Bytes, (json, bytes) =>
        {
            foreach (var request in new[] { Requests.Of(ChannelId, json), Requests.Of(ChannelId, bytes), Requests.Of(ChannelId, json) with { ContentType = "application/x-www-form-urlencoded" } })
            {
                if (Adapter.Handshake(request, AccountWith()) is { Status: < 200 or >= 500 } || Adapter.Acknowledge(request) is { Status: < 200 or >= 500 })
                    return false;
                Adapter.Normalize(request, AccountWith());
            }

            return true;
        }),
        500);

    [Fact]
    public void Never_takes_a_wrong_secret_whatever_the_body() => Properties.Check(
        Prop.ForAll(Json.Objects, json => IsRefused(Requests.Of(ChannelId, json)) && IsRefused(Sign(Requests.Of(ChannelId, json), "wrong"))), 500);

    private bool IsRefused(IngressRequest request) =>
        Authenticate(request, AccountWith(Secret)).AsTask().GetAwaiter().GetResult() is Authenticity.Failed;

    private static bool IsStorable(InboundMessage message) =>
        IdsOf(message).Append(message.Text).All(text => text.Length > 0 && Json.IsStorableText(text))
        && IdsOf(message).All(id => id.Length <= 512)
        && (message.ReceivedAt is not { } at || at >= DateTimeOffset.UnixEpoch)
        && Json.IsStorable(message.Payload!);

    private static IEnumerable<string> IdsOf(InboundMessage message) =>
        [message.ProviderMessageId, message.DedupeKey, message.ConversationId, message.SenderId];

    private string TextOf(string body, string escaped) =>
        Read.One(Normalize(body.Replace("TEXT", escaped, StringComparison.Ordinal))).Text;
}

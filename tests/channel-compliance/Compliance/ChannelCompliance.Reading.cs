using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels;

public abstract partial class ChannelCompliance
{
    [Fact]
    public void Reads_its_own_message()
    {
        var sample = SampleOf("deploy now");

        var message = Read.One(Normalize(sample.Body.ToJsonString()));

        Assert.Equal("deploy now", message.Text);
        Assert.Equal(sample.Sender, message.SenderId);
        Assert.Equal(sample.Conversation, message.ConversationId);
        Assert.Equal(sample.ProviderMessageId, message.ProviderMessageId);
        Assert.Equal(sample.Event, message.Event);
    }

    [Fact]
    public void Gives_a_repeat_the_same_dedupe_key_and_another_message_another_one()
    {
        var first = Read.One(Normalize(SampleOf("one").Body.ToJsonString()));
        var again = Read.One(Normalize(SampleOf("one").Body.ToJsonString()));
        var others = BodiesWithId("other-id").Select(body => Normalize(body.ToJsonString())).Where(read => read.Reason is null).Select(Read.One).ToList();

        Assert.Equal(first.DedupeKey, again.DedupeKey);
        Assert.NotEmpty(others);
        Assert.All(others, other => Assert.NotEqual(first.DedupeKey, other.DedupeKey));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{\"text\":")]
    [InlineData("{\"text\":\"a\"} trailing")]
    [InlineData("{\"text\":\"   \"}")]
    [InlineData("{\"text\":17}")]
    public void Understands_nothing_in_a_malformed_body(string body) => Read.Nothing(ReasonCodes.NormalizeFailed, Normalize(body));

    [Theory]
    [InlineData("héllo wörld")]
    [InlineData("日本語のテキスト")]
    [InlineData("👨‍👩‍👧‍👦 family 🏳️‍🌈")]
    [InlineData("مرحبا بالعالم")]
    [InlineData("e\u0301 combining")]
    public void Keeps_text_of_any_script(string text) => Assert.Equal(text, Read.One(Normalize(SampleOf(text).Body.ToJsonString())).Text);

    [Fact]
    public void Trims_text() => Assert.Equal("hello", Read.One(Normalize(SampleOf("  hello \n").Body.ToJsonString())).Text);

    [Fact]
    public void Takes_the_last_of_repeated_keys()
    {
        var body = SampleOf("last").Body.ToJsonString();
        var repeated = body.Replace($"\"{TextField}\":\"last\"", $"\"{TextField}\":\"first\",\"{TextField}\":\"last\"", StringComparison.Ordinal);
        Assert.NotEqual(body, repeated);

        Assert.Equal("last", Read.One(Normalize(repeated)).Text);
    }

    [Fact]
    public void Passes_the_trace_on()
    {
        var request = Requests.Of(ChannelId, SampleOf("hi").Body) with { TraceParent = "00-1-2-01" };

        Assert.Equal("00-1-2-01", Read.One(Adapter.Normalize(request, AccountWith())).TraceParent);
    }

    [Fact]
    public void Keeps_no_credential_in_the_payload()
    {
        var body = (JsonObject)SampleOf("hi").Body.DeepClone();
        body["extra"] = new JsonObject { ["accessToken"] = "hidden-1", ["Signature"] = "hidden-2", ["nested"] = new JsonArray(new JsonObject { ["password"] = "hidden-3" }) };
        var request = Sign(Requests.Of(ChannelId, body), Secret)
            .WithHeader("authorization", "Bearer hidden-4").WithHeader("cookie", "vespid_session=hidden-5").WithHeader("x-some-signature", "hidden-6")
            .WithHeader("x-kept", "kept-1").WithQuery("token", "hidden-7").WithQuery("botUserId", "kept-2");

        var payload = Read.One(Adapter.Normalize(request, AccountWith(Secret))).Payload!;

        Assert.DoesNotContain("hidden-", payload, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, payload, StringComparison.Ordinal);
        Assert.Contains("kept-1", payload, StringComparison.Ordinal);
        Assert.Contains("kept-2", payload, StringComparison.Ordinal);
        Assert.Contains("\"hi\"", payload, StringComparison.Ordinal);
    }
}

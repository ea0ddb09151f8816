using System.Text;
using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Slack;

public sealed class SlackReadingTests : IDisposable
{
    private readonly ChannelsHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_challenge_is_answered_and_nothing_else_is_one()
    {
        var answer = _host.Adapter("slack").Handshake(Requests.Of("slack", """{"token":"t","challenge":"3eZbrw1a","type":"url_verification"}"""), Accounts.Of("slack"));

        Assert.Equal(200, answer!.Status);
        Assert.Equal("{\"challenge\":\"3eZbrw1a\"}", Encoding.UTF8.GetString(answer.Body));
        Assert.Null(_host.Adapter("slack").Handshake(Requests.Of("slack", "{}"), Accounts.Of("slack")));
        Assert.Null(_host.Adapter("slack").Handshake(Requests.Of("slack", """{"text":"url_verification"}"""), Accounts.Of("slack")));
    }

    [Fact]
    public void A_certificate_check_gets_an_empty_200() =>
        Assert.Equal(200, _host.Adapter("slack").Handshake(Form("ssl_check=1&token=t"), Accounts.Of("slack"))!.Status);

    [Fact]
    public void The_same_message_as_event_and_as_mention_is_one_message()
    {
        var said = Read.One(Normalize(Outer("""{"type":"message","channel":"C1","user":"U1","text":"<@UBOT> hi","ts":"1.5","event_ts":"1.5","channel_type":"channel"}""", "Ev1")));
        var named = Read.One(Normalize(Outer("""{"type":"app_mention","channel":"C1","user":"U1","text":"<@UBOT> hi","ts":"1.5","event_ts":"1.5"}""", "Ev2")));
        var elsewhere = Read.One(Normalize(Outer("""{"type":"message","channel":"C2","user":"U1","text":"hi","ts":"1.5"}""", "Ev3")));

        Assert.Equal(said.DedupeKey, named.DedupeKey);
        Assert.NotEqual(said.DedupeKey, elsewhere.DedupeKey);
        Assert.Equal([InboundEvents.Mentioned, InboundEvents.Mentioned, InboundEvents.Received], new[] { said, named, elsewhere }.Select(m => m.Event));
    }

    [Fact]
    public void A_mention_of_somebody_else_is_none() =>
        Assert.Equal(InboundEvents.Received, Read.One(Normalize(Outer("""{"type":"message","channel":"C1","user":"U1","text":"<@UOTHER> hi","ts":"1.5"}"""))).Event);

    [Theory]
    [InlineData("""{"type":"message","channel":"C1","bot_id":"B1","text":"hi","ts":"1.5"}""")]
    [InlineData("""{"type":"message","subtype":"bot_message","channel":"C1","text":"hi","ts":"1.5"}""")]
    [InlineData("""{"type":"message","channel":"C1","user":"UBOT","text":"hi","ts":"1.5"}""")]
    public void Bots_are_not_answered(string fact) => Read.Nothing(ReasonCodes.SelfMessage, Normalize(Outer(fact)));

    [Theory]
    [InlineData("""{"type":"message","subtype":"message_deleted","channel":"C1","deleted_ts":"1.5","ts":"1.6"}""")]
    [InlineData("""{"type":"message","subtype":"channel_join","channel":"C1","user":"U1","text":"joined","ts":"1.5"}""")]
    [InlineData("""{"type":"message","subtype":"message_changed","channel":"C1","message":{"user":"U1","text":"a link","ts":"1.5"},"ts":"1.6"}""")]
    [InlineData("""{"type":"reaction_added","user":"U1","item":{"channel":"C1","ts":"1.5"}}""")]
    [InlineData("""{"type":"message","channel":"C1","user":"U1","text":"","files":[{"id":"F1"}],"ts":"1.5"}""")]
    public void Other_events_are_known_and_not_taken(string fact) => Read.Nothing(ReasonCodes.UnsupportedEvent, Normalize(Outer(fact)));

    [Fact]
    public void An_edit_keeps_the_messages_id_under_a_key_of_its_own()
    {
        var edit = Read.One(Normalize(Outer(
            """{"type":"message","subtype":"message_changed","channel":"C1","channel_type":"channel","ts":"1.7","message":{"type":"message","user":"U1","text":"new","ts":"1.5","edited":{"user":"U1","ts":"1.6"}},"previous_message":{"text":"old"}}""")));

        Assert.True(edit.IsEdit);
        Assert.Equal(("new", "U1", "1.5", "edit:C1:1.5:1.6"), (edit.Text, edit.SenderId, edit.ProviderMessageId, edit.DedupeKey));
    }

    [Fact]
    public void A_reply_in_a_thread_names_the_thread_and_files_come_along()
    {
        var message = Read.One(Normalize(Outer(
            """{"type":"message","subtype":"file_share","channel":"C1","user":"U1","text":"a &lt; b &amp;amp; c","ts":"1.9","thread_ts":"1.5","files":[{"id":"F1","name":"a.png","mimetype":"image/png","size":7,"url_private":"https://files.example/a"}]}""")));

        Assert.Equal(("1.5", "1.5", "a < b &amp; c"), (message.ThreadId, message.ReplyToProviderMessageId, message.Text));
        Assert.Equal(new Attachment("image", "image/png", 7, "https://files.example/a", "F1", "a.png"), Assert.Single(message.Attachments));
    }

    [Fact]
    public void A_command_is_a_message_to_the_app_without_its_credentials()
    {
        var command = Read.One(_host.Adapter("slack").Normalize(
            Form("token=hidden-1&channel_id=C1&channel_name=ops&user_id=U1&user_name=ada&command=%2Fdeploy&text=now+please&trigger_id=13.37&response_url=https%3A%2F%2Fhidden-2"),
            Accounts.Of("slack")));

        Assert.Equal(("/deploy now please", "U1", "C1", InboundEvents.Mentioned, "command:13.37"), (command.Text, command.SenderId, command.ConversationId, command.Event, command.DedupeKey));
        Assert.DoesNotContain("hidden-", command.Payload!, StringComparison.Ordinal);
        Assert.Equal(200, _host.Adapter("slack").Acknowledge(Form("command=%2Fdeploy"))!.Status);
        Assert.Null(_host.Adapter("slack").Acknowledge(Requests.Of("slack", "{}")));
    }

    [Fact]
    public void A_click_is_a_message_to_the_app_without_its_credentials()
    {
        var payload = """{"type":"block_actions","token":"hidden-1","trigger_id":"1.2.3","response_url":"https://hidden-2","user":{"id":"U1","username":"ada"},"channel":{"id":"D1","name":"directmessage"},"container":{"message_ts":"1.5","channel_id":"D1"},"actions":[{"action_id":"a","value":"approve","action_ts":"2.5"}]}""";

        var click = Read.One(_host.Adapter("slack").Normalize(Form("payload=" + Uri.EscapeDataString(payload)), Accounts.Of("slack")));

        Assert.Equal(("approve", "U1", "D1", "1.5", InboundEvents.DirectMessage), (click.Text, click.SenderId, click.ConversationId, click.ProviderMessageId, click.Event));
        Assert.DoesNotContain("hidden-", click.Payload!, StringComparison.Ordinal);
        Read.Nothing(ReasonCodes.UnsupportedEvent, _host.Adapter("slack").Normalize(
            Form("payload=" + Uri.EscapeDataString("""{"type":"view_submission","trigger_id":"1"}""")), Accounts.Of("slack")));
    }

    [Theory]
    [InlineData("payload=%7Bnot")]
    [InlineData("payload=")]
    [InlineData("=&&=%ZZ")]
    [InlineData("a=%00%ff%d8")]
    public void A_form_that_says_nothing_is_not_understood(string form) =>
        Read.Nothing(ReasonCodes.NormalizeFailed, _host.Adapter("slack").Normalize(Form(form), Accounts.Of("slack")));

    [Fact]
    public void Never_throws_on_an_arbitrary_form() => Properties.Check(
        FsCheck.Fluent.Prop.ForAll(Json.Bytes, bytes => _host.Adapter("slack").Normalize(Form("") with { Body = bytes }, Accounts.Of("slack")) is not null), 500);

    private static IngressRequest Form(string body) => Requests.Of("slack", body) with { ContentType = "application/x-www-form-urlencoded" };

    private static string Outer(string fact, string eventId = "Ev1") => new JsonObject
    {
        ["type"] = "event_callback",
        ["event_id"] = eventId,
        ["event"] = JsonNode.Parse(fact),
        ["authorizations"] = new JsonArray(new JsonObject { ["user_id"] = "UBOT", ["is_bot"] = true }),
    }.ToJsonString();

    private Normalization Normalize(string body) => _host.Adapter("slack").Normalize(Requests.Of("slack", body), Accounts.Of("slack"));
}

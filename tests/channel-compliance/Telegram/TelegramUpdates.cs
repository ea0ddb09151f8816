using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Telegram;

public sealed class TelegramUpdates : IDisposable
{
    private readonly ChannelsHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void An_edit_replaces_a_message_and_is_known_by_its_update()
    {
        var original = One("""{"update_id":1,"message":{"message_id":7,"date":1710000020,"text":"a","chat":{"id":-5,"type":"group"},"from":{"id":9}}}""");
        var edit = One("""{"update_id":2,"edited_message":{"message_id":7,"date":1710000020,"edit_date":1710000030,"text":"b","chat":{"id":-5,"type":"group"},"from":{"id":9}}}""");

        Assert.Equal("-5:7", original.DedupeKey);
        Assert.False(original.IsEdit);
        Assert.Equal("edit:2", edit.DedupeKey);
        Assert.True(edit.IsEdit);
        Assert.Equal("7", edit.ProviderMessageId);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1710000030), edit.ReceivedAt);
    }

    [Fact]
    public void Chats_number_their_messages_alike_and_are_told_apart()
    {
        static string In(string chat) =>
            """{"update_id":1,"message":{"message_id":7,"text":"a","chat":{"id":CHAT,"type":"group"},"from":{"id":9}}}""".Replace("CHAT", chat, StringComparison.Ordinal);

        Assert.NotEqual(One(In("-5")).DedupeKey, One(In("-6")).DedupeKey);
    }

    [Fact]
    public void A_pressed_button_is_said_by_who_pressed_it()
    {
        var pressed = One("""
            {"update_id":3,"callback_query":{"id":"4382","from":{"id":77,"is_bot":false,"username":"ada"},"data":"approve",
             "message":{"message_id":12,"date":1710000020,"text":"Approve?","chat":{"id":-5,"type":"supergroup"},"from":{"id":1,"is_bot":true}}}}
            """);

        Assert.Equal(("77", "ada", "approve", "-5", "callback:4382"), (pressed.SenderId, pressed.SenderDisplayName, pressed.Text, pressed.ConversationId, pressed.DedupeKey));
        Assert.Equal(InboundEvents.Mentioned, pressed.Event);
    }

    [Fact]
    public void A_channel_post_is_said_by_the_channel()
    {
        var post = One("""{"update_id":4,"channel_post":{"message_id":1,"text":"news","chat":{"id":-100,"type":"channel","title":"News"},"sender_chat":{"id":-100,"title":"News"}}}""");

        Assert.Equal(("-100", "News", "-100"), (post.SenderId, post.SenderDisplayName, post.ConversationId));
    }

    [Fact]
    public void An_anonymous_administrator_is_no_bot()
    {
        var said = One("""
            {"update_id":4,"message":{"message_id":1,"text":"hi","chat":{"id":-100,"type":"supergroup"},"sender_chat":{"id":-100,"title":"Group"},
             "from":{"id":1087968824,"is_bot":true,"username":"GroupAnonymousBot"}}}
            """);

        Assert.Equal("-100", said.SenderId);
    }

    [Fact]
    public void Messages_of_bots_are_left_out() =>
        Nothing(ReasonCodes.SelfMessage, """{"update_id":5,"message":{"message_id":1,"text":"hi","chat":{"id":-5,"type":"group"},"from":{"id":1,"is_bot":true}}}""");

    [Theory]
    [InlineData("""{"update_id":6,"message":{"message_id":1,"date":1,"chat":{"id":-5,"type":"group"},"from":{"id":9},"new_chat_members":[{"id":3}]}}""")]
    [InlineData("""{"update_id":6,"message":{"message_id":1,"date":1,"chat":{"id":-5,"type":"group"},"from":{"id":9},"migrate_to_chat_id":-1005}}""")]
    [InlineData("""{"update_id":6,"message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"from":{"id":5},"photo":[{"file_id":"a"}]}}""")]
    [InlineData("""{"update_id":6,"my_chat_member":{"chat":{"id":5,"type":"private"}}}""")]
    [InlineData("""{"update_id":6,"message_reaction":{"chat":{"id":5,"type":"private"}}}""")]
    [InlineData("""{"update_id":6,"callback_query":{"id":"1","from":{"id":7},"inline_message_id":"x","data":"d"}}""")]
    public void What_is_no_message_is_unsupported(string update) => Nothing(ReasonCodes.UnsupportedEvent, update);

    [Fact]
    public void A_caption_comes_with_its_media()
    {
        var message = One("""
            {"update_id":7,"message":{"message_id":1,"caption":"look","chat":{"id":5,"type":"private"},"from":{"id":5},
             "photo":[{"file_id":"small","file_size":10},{"file_id":"large","file_size":9000}],
             "document":{"file_id":"doc","mime_type":"application/pdf","file_name":"a.pdf","file_size":77}}}
            """);

        Assert.Equal("look", message.Text);
        Assert.Equal(
            [new Attachment("image", "image/jpeg", 9000, null, "large", null), new Attachment("file", "application/pdf", 77, null, "doc", "a.pdf")],
            message.Attachments.AsEnumerable());
    }

    [Fact]
    public void A_topic_is_a_thread_and_a_reply_chain_is_none()
    {
        var topic = One("""
            {"update_id":8,"message":{"message_id":20,"text":"hi","is_topic_message":true,"message_thread_id":3,"chat":{"id":-100,"type":"supergroup","is_forum":true},
             "from":{"id":5},"reply_to_message":{"message_id":3}}}
            """);
        var reply = One("""
            {"update_id":8,"message":{"message_id":20,"text":"hi","message_thread_id":3,"chat":{"id":-100,"type":"supergroup"},
             "from":{"id":5},"reply_to_message":{"message_id":3}}}
            """);

        Assert.Equal(("3", null), (topic.ThreadId, topic.ReplyToProviderMessageId));
        Assert.Equal((null, "3"), (reply.ThreadId, reply.ReplyToProviderMessageId));
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("1.5")]
    [InlineData("9223372036854775808")]
    public void An_identity_that_does_not_fit_is_not_guessed(string id)
    {
        Nothing(ReasonCodes.NormalizeFailed, """{"message":{"message_id":ID,"text":"hi","chat":{"id":5},"from":{"id":5}}}""".Replace("ID", id, StringComparison.Ordinal));
        Nothing(ReasonCodes.NormalizeFailed, """{"message":{"message_id":1,"text":"hi","chat":{"id":ID},"from":{"id":5}}}""".Replace("ID", id, StringComparison.Ordinal));
        Nothing(ReasonCodes.NormalizeFailed, """{"message":{"message_id":1,"text":"hi","chat":{"id":5},"from":{"id":ID}}}""".Replace("ID", id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1710000020", 1710000020L)]
    [InlineData("\"1710000020\"", 1710000020L)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("1e300", null)]
    [InlineData("1e400", null)]
    [InlineData("253402300800", null)]
    [InlineData("\"soon\"", null)]
    public void Times_of_no_era_are_left_to_the_receiver(string date, long? expected)
    {
        var message = One("""{"message":{"message_id":1,"text":"hi","date":DATE,"chat":{"id":5},"from":{"id":5}}}""".Replace("DATE", date, StringComparison.Ordinal));

        Assert.Equal(expected, message.ReceivedAt?.ToUnixTimeSeconds());
    }

    [Fact]
    public void A_poll_reads_as_a_webhook_does()
    {
        const string Update = """{"update_id":1,"message":{"message_id":7,"date":1710000020,"text":"a","chat":{"id":-5,"type":"group"},"from":{"id":9}}}""";
        var account = Accounts.Of("telegram");

        var polled = Read.One(_host.Updates.Read(new(1, System.Text.Json.JsonElement.Parse(Update)), account, "trace"));

        Assert.Equal(One(Update) with { TraceParent = "trace", Payload = null, Attachments = polled.Attachments }, polled with { Payload = null });
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Update), JsonNode.Parse(polled.Payload!)!["body"]));
    }

    private InboundMessage One(string update) => Read.One(_host.Adapter("telegram").Normalize(Requests.Of("telegram", update), Accounts.Of("telegram")));

    private void Nothing(string reason, string update) =>
        Read.Nothing(reason, _host.Adapter("telegram").Normalize(Requests.Of("telegram", update), Accounts.Of("telegram")));
}

using System.Text;
using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Matrix;

public sealed class MatrixEvents : IDisposable
{
    private const string Transaction = "/_matrix/app/v1/transactions/17";
    private readonly ChannelsHost _host = new();
    private readonly ChannelAccount _account = Accounts.Of(
        "matrix", new() { ["userId"] = "@vespid:example.org", ["directRooms"] = "!dm1:example.org, !dm2:example.org" }, null, ("hsToken", ["hs-secret"]));

    private IChannelAdapter Adapter => _host.Adapter("matrix");

    public void Dispose() => _host.Dispose();

    [Fact]
    public void The_reduced_body_is_understood()
    {
        var message = Read.One(Normalize("""{"event":{"event_id":"$abc","room_id":"!room:example.org","sender":"@alice:example.org","content":{"body":"@vespid deploy now"}}}"""));

        Assert.Equal(("$abc", "!room:example.org", "@alice:example.org", InboundEvents.Mentioned),
            (message.ProviderMessageId, message.ConversationId, message.SenderId, message.Event));
    }

    [Fact]
    public void All_messages_of_a_transaction_are_read_and_the_rest_is_left()
    {
        var read = Normalize($$$$"""{"events":[{{{{Message("one", id: "$1")}}}},{"type":"m.room.member","event_id":"$2","content":{"membership":"join"}},{{{{Message("two", id: "$3")}}}},{{{{Message("mine", id: "$4", sender: "@vespid:example.org")}}}}]}""");

        Assert.Equal(["one", "two"], read.Messages.Select(message => message.Text));
    }

    [Fact]
    public void An_encrypted_message_is_not_supported() => Read.Nothing(ReasonCodes.UnsupportedEvent, Normalize(
        """{"events":[{"type":"m.room.encrypted","event_id":"$1","room_id":"!r","sender":"@a:b","content":{"algorithm":"m.megolm.v1.aes-sha2","ciphertext":"x","body":"decoy"}}]}"""));

    [Theory]
    [InlineData("m.room.redaction")]
    [InlineData("m.reaction")]
    [InlineData("m.room.member")]
    public void Other_kinds_are_not_supported(string type) => Read.Nothing(ReasonCodes.UnsupportedEvent, Normalize(
        $$$$"""{"events":[{"type":"{{{{type}}}}","event_id":"$1","room_id":"!r","sender":"@a:b","content":{"body":"x"}}]}"""));

    [Fact]
    public void A_notice_is_another_bots_word() => Read.Nothing(ReasonCodes.UnsupportedEvent, Normalize(
        """{"events":[{"type":"m.room.message","event_id":"$1","room_id":"!r","sender":"@a:b","content":{"msgtype":"m.notice","body":"beep"}}]}"""));

    [Fact]
    public void Our_own_message_comes_back_to_nobody() =>
        Read.Nothing(ReasonCodes.SelfMessage, Normalize($$$$"""{"events":[{{{{Message("echo", sender: "@vespid:example.org")}}}}]}"""));

    [Fact]
    public void An_edit_names_the_message_it_replaces_and_is_known_by_itself()
    {
        var message = Read.One(Normalize("""
            {"events":[{"type":"m.room.message","event_id":"$edit","room_id":"!r","sender":"@a:b","content":{"msgtype":"m.text","body":"* fixed",
            "m.new_content":{"msgtype":"m.text","body":"fixed"},"m.relates_to":{"rel_type":"m.replace","event_id":"$original"}}}]}
            """));

        Assert.Equal((true, "fixed", "$original", "$edit"), (message.IsEdit, message.Text, message.ProviderMessageId, message.DedupeKey));
    }

    [Fact]
    public void A_reply_loses_its_quotation_and_keeps_its_target()
    {
        var message = Read.One(Normalize("""
            {"events":[{"type":"m.room.message","event_id":"$2","room_id":"!r","sender":"@a:b","content":{"msgtype":"m.text",
            "body":"> <@x:y> question\n> more\n\nanswer","m.relates_to":{"m.in_reply_to":{"event_id":"$1"}}}}]}
            """));

        Assert.Equal(("answer", "$1", null), (message.Text, message.ReplyToProviderMessageId, message.ThreadId));
    }

    [Fact]
    public void A_thread_is_kept_and_its_fallback_is_no_reply()
    {
        var message = Read.One(Normalize("""
            {"events":[{"type":"m.room.message","event_id":"$3","room_id":"!r","sender":"@a:b","content":{"msgtype":"m.text","body":"in it",
            "m.relates_to":{"rel_type":"m.thread","event_id":"$root","is_falling_back":true,"m.in_reply_to":{"event_id":"$2"}}}}]}
            """));

        Assert.Equal(("$root", null), (message.ThreadId, message.ReplyToProviderMessageId));
    }

    [Fact]
    public void Only_this_bots_mention_counts()
    {
        Assert.Equal(InboundEvents.Mentioned, Read.One(Normalize(Mentioning("@vespid:example.org"))).Event);
        Assert.Equal(InboundEvents.Received, Read.One(Normalize(Mentioning("@other:example.org"))).Event);
    }

    [Theory]
    [InlineData("!dm1:example.org", InboundEvents.DirectMessage)]
    [InlineData("!dm2:example.org", InboundEvents.DirectMessage)]
    [InlineData("!dm:bridged", InboundEvents.DirectMessage)]
    [InlineData("!room:example.org", InboundEvents.Received)]
    public void Only_listed_rooms_are_direct_chats(string room, string kind) => Assert.Equal(kind, Read.One(Normalize($$$$"""{"events":[{{{{Message("hi", room: room)}}}}]}""")).Event);

    [Fact]
    public void A_picture_is_an_attachment()
    {
        var message = Read.One(Normalize("""
            {"events":[{"type":"m.room.message","event_id":"$4","room_id":"!r","sender":"@a:b","content":{"msgtype":"m.image","body":"cat.png",
            "url":"mxc://example.org/abc","info":{"mimetype":"image/png","size":1234}}}]}
            """));

        Assert.Equal(new Attachment("image", "image/png", 1234, "mxc://example.org/abc", null, "cat.png"), Assert.Single(message.Attachments));
    }

    [Fact]
    public async Task A_wrong_homeserver_token_is_answered_as_the_specification_says()
    {
        var failed = Assert.IsType<Authenticity.Failed>(await AuthenticateAsync(Put("{}").WithHeader("authorization", "Bearer nope")));

        Assert.Equal(("matrix_hs_token_invalid", 403), (failed.Reason, failed.RequiredStatus));
        Assert.Equal("M_FORBIDDEN", JsonNode.Parse(failed.RequiredBody!)!["errcode"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_token_may_stand_in_the_query() =>
        Assert.IsType<Authenticity.Authentic>(await AuthenticateAsync(Put("{}").WithQuery("access_token", "hs-secret")));

    [Fact]
    public async Task A_bridge_may_stand_beside_a_homeserver_but_not_in_its_place()
    {
        var both = Accounts.Of("matrix", null, null, ("hsToken", ["hs-secret"]), ("ingressToken", ["bridge-secret"]));
        var bridged = Requests.Of("matrix", "{}").WithHeader("x-matrix-token", "bridge-secret");

        Assert.IsType<Authenticity.Authentic>(await Adapter.AuthenticateAsync(bridged, both, CancellationToken.None));
        Assert.Equal("matrix_hs_token_invalid", Assert.IsType<Authenticity.Failed>(
            await Adapter.AuthenticateAsync(Put("{}").WithHeader("x-matrix-token", "bridge-secret"), both, CancellationToken.None)).Reason);
    }

    [Fact]
    public void Ping_and_queries_are_answered_and_an_empty_transaction_is_acknowledged()
    {
        Assert.Equal("{}", Text(Adapter.Handshake(Put("""{"transaction_id":"t"}""", "POST", "/_matrix/app/v1/ping"), _account)));
        Assert.Equal(404, Adapter.Handshake(Put("", "GET", "/_matrix/app/v1/users/%40x%3Ay"), _account)?.Status);
        Assert.Equal("{}", Text(Adapter.Handshake(Put("""{"events":[]}"""), _account)));
        Assert.Null(Adapter.Handshake(Put("{}"), _account));
        Assert.Equal("{}", Text(Adapter.Acknowledge(Put("{}"))));
        Assert.Null(Adapter.Acknowledge(Requests.Of("matrix", "{}")));
        Assert.Null(Adapter.Handshake(Put($$$$"""{"events":[{{{{Message("hi")}}}}]}"""), _account));
    }

    private static string Text(IngressResponse? response) => Encoding.UTF8.GetString(Assert.IsType<IngressResponse>(response).Body);

    private static IngressRequest Put(string body, string method = "PUT", string path = Transaction) =>
        Requests.Of("matrix", body).WithHeader("x-vespid-subpath", path) with { Method = method };

    private ValueTask<Authenticity> AuthenticateAsync(IngressRequest request) => Adapter.AuthenticateAsync(request, _account, CancellationToken.None);

    private Normalization Normalize(string body) => Adapter.Normalize(Requests.Of("matrix", body), _account);

    private static string Message(string text, string room = "!room:example.org", string id = "$1", string sender = "@alice:example.org") =>
        $$$$"""{"type":"m.room.message","event_id":"{{{{id}}}}","room_id":"{{{{room}}}}","sender":"{{{{sender}}}}","content":{"msgtype":"m.text","body":"{{{{text}}}}"}}""";

    private static string Mentioning(string user) =>
        $$$$"""{"events":[{"type":"m.room.message","event_id":"$1","room_id":"!r","sender":"@a:b","content":{"msgtype":"m.text","body":"hey","m.mentions":{"user_ids":["{{{{user}}}}"]}}}]}""";
}

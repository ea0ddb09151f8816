using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Mattermost;

public sealed class MattermostReadingTests : IDisposable
{
    // developers.mattermost.com/integrate/webhooks/outgoing, the page's sample of a form.
    private const string OutgoingWebhook =
        "channel_id=hawos4dqtby53pd64o4a4cmeoo&channel_name=town-square&team_domain=someteam&team_id=kwoknj9nwpypzgzy78wkw516qe&post_id=axdygg1957njfe5pu38saikdho"
        + "&text=some+text+here&timestamp=1445532266&token=zmigewsanbbsdf59xnmduzypjc&trigger_word=some&user_id=rnina9994bde8mua79zqcg5hmo&user_name=somename";

    private readonly ChannelsHost _host = new();

    private IChannelAdapter Adapter => _host.Adapter("mattermost");

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Reads_the_published_form_by_its_own_token()
    {
        var message = Read.One(Adapter.Normalize(Form(OutgoingWebhook), Account()));

        Assert.Equal(
            ("some text here", "rnina9994bde8mua79zqcg5hmo", "hawos4dqtby53pd64o4a4cmeoo", "axdygg1957njfe5pu38saikdho", InboundEvents.Mentioned),
            (message.Text, message.SenderId, message.ConversationId, message.ProviderMessageId, message.Event));
        Assert.DoesNotContain("zmigewsanbbsdf59xnmduzypjc", message.Payload!, StringComparison.Ordinal);
        Assert.IsType<Authenticity.Authentic>(await Adapter.AuthenticateAsync(Form(OutgoingWebhook), Account(("ingressToken", ["zmigewsanbbsdf59xnmduzypjc"])), default));
        Assert.Equal(new Authenticity.Failed("mattermost_token_invalid"), await Adapter.AuthenticateAsync(Form(OutgoingWebhook), Account(("ingressToken", ["another"])), default));
    }

    [Theory]
    [InlineData("authorization", "Token right")]
    [InlineData("authorization", "Bearer right")]
    [InlineData("x-mattermost-token", "right")]
    public async Task Takes_a_token_in_a_header(string header, string value)
    {
        var request = Requests.Of("mattermost", "{ }").WithHeader(header, value);

        Assert.IsType<Authenticity.Authentic>(await Adapter.AuthenticateAsync(request, Account(("token", ["right"])), default));
        Assert.IsType<Authenticity.Failed>(await Adapter.AuthenticateAsync(request, Account(("token", ["wrong"])), default));
    }

    [Fact]
    public async Task Takes_a_token_in_a_json_body() => Assert.IsType<Authenticity.Authentic>(
        await Adapter.AuthenticateAsync(Requests.Of("mattermost", "{\n \"token\" : \"right\" }"), Account(("ingressToken", ["right"])), default));

    [Fact]
    public void A_token_of_another_body_is_of_no_use() => Properties.Check(
        Prop.ForAll(Json.Bytes, bytes => Adapter.AuthenticateAsync(Form("") with { Body = bytes }, Account(("ingressToken", ["a-long-random-token"])), default).AsTask().GetAwaiter().GetResult() is Authenticity.Failed),
        300);

    [Fact]
    public void A_command_is_a_message_to_the_bot_without_its_credentials()
    {
        var form = Form("channel_id=c1&channel_name=town-square&command=%2Fdeploy&response_url=https%3A%2F%2Fhidden-1&text=now&token=hidden-2&trigger_id=t1&user_id=u1&user_name=ada");

        var command = Read.One(Adapter.Normalize(form, Account()));

        Assert.Equal(("/deploy now", "u1", "c1", InboundEvents.Mentioned, "command:t1"), (command.Text, command.SenderId, command.ConversationId, command.Event, command.DedupeKey));
        Assert.DoesNotContain("hidden-", command.Payload!, StringComparison.Ordinal);
        var answer = Adapter.Acknowledge(form)!;
        Assert.Equal((200, "{}"), (answer.Status, Encoding.UTF8.GetString(answer.Body)));
        Assert.Null(Adapter.Acknowledge(Form(OutgoingWebhook)));
    }

    [Fact]
    public void The_same_post_by_webhook_and_by_socket_is_one_message()
    {
        var hook = Read.One(Adapter.Normalize(Form("text=hi&post_id=p1&channel_id=c1&user_id=u1"), Account()));
        var socket = Read.One(Normalize(MattermostCompliance.Posted(Post())));

        Assert.Equal(hook.DedupeKey, socket.DedupeKey);
    }

    [Fact]
    public void Reads_a_socket_frame_with_all_that_belongs_to_it()
    {
        var post = Post();
        post["root_id"] = "root-1";
        post["create_at"] = 1710000000123;
        post["metadata"] = new JsonObject { ["files"] = new JsonArray(new JsonObject { ["id"] = "f1", ["name"] = "a.png", ["mime_type"] = "image/png", ["size"] = 7 }) };

        var message = Read.One(Normalize(MattermostCompliance.Posted(post, "P", "[\"bot-1\",\"x\"]")));

        Assert.Equal(("hi", "u1", "ada", "c1", "p1", "root-1", InboundEvents.Mentioned), (message.Text, message.SenderId, message.SenderDisplayName, message.ConversationId, message.ProviderMessageId, message.ThreadId, message.Event));
        Assert.Equal(new Attachment("image", "image/png", 7, null, "f1", "a.png"), Assert.Single(message.Attachments));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1710000000123), message.ReceivedAt);
    }

    [Fact]
    public void The_bridge_frame_of_the_smoke_test_is_a_direct_message()
    {
        var message = Read.One(Normalize(MattermostCompliance.Posted(new() { ["id"] = "mm-post-1", ["user_id"] = "mm-user-1", ["channel_id"] = "D123", ["message"] = "deploy now" })));

        Assert.Equal(("mm-user-1", "D123", "mm-post-1", InboundEvents.DirectMessage), (message.SenderId, message.ConversationId, message.ProviderMessageId, message.Event));
        Assert.Equal(InboundEvents.DirectMessage, Read.One(Normalize(MattermostCompliance.Posted(Post(), "D"))).Event);
    }

    [Fact]
    public void Only_this_bots_name_is_a_mention()
    {
        Assert.Equal(InboundEvents.Received, Read.One(Normalize(MattermostCompliance.Posted(Post("@eve hi"), mentions: "[\"eve-1\"]"))).Event);
        Assert.Equal(InboundEvents.Mentioned, Read.One(Normalize(MattermostCompliance.Posted(Post("@helper hi")))).Event);
        Assert.Equal(InboundEvents.Received, Read.One(Normalize(MattermostCompliance.Posted(Post(), mentions: "not json"))).Event);
    }

    [Fact]
    public void An_edit_has_a_key_of_its_own()
    {
        var post = Post("new");
        post["edit_at"] = 1710000000999;
        var frame = MattermostCompliance.Posted(post);
        frame["event"] = "post_edited";

        var edit = Read.One(Normalize(frame));

        Assert.True(edit.IsEdit);
        Assert.Equal(("p1", "edit:p1:1710000000999"), (edit.ProviderMessageId, edit.DedupeKey));
    }

    [Theory]
    [InlineData("user_id", "\"bot-1\"")]
    [InlineData("props", "{\"from_bot\":\"true\"}")]
    [InlineData("props", "{\"from_webhook\":\"true\"}")]
    public void Bots_are_not_answered(string field, string value)
    {
        var post = Post();
        post[field] = JsonNode.Parse(value);

        Read.Nothing(ReasonCodes.SelfMessage, Normalize(MattermostCompliance.Posted(post)));
    }

    [Fact]
    public void Other_events_are_known_and_not_taken()
    {
        var joined = Post();
        joined["type"] = "system_join_channel";
        var deleted = MattermostCompliance.Posted(Post());
        deleted["event"] = "post_deleted";

        Read.Nothing(ReasonCodes.UnsupportedEvent, Normalize(MattermostCompliance.Posted(joined)));
        Read.Nothing(ReasonCodes.UnsupportedEvent, Normalize(deleted));
        Read.Nothing(ReasonCodes.UnsupportedEvent, Normalize(MattermostCompliance.Posted(Post(""))));
        Read.Nothing(ReasonCodes.NormalizeFailed, Normalize(new() { ["event"] = "posted", ["data"] = new JsonObject { ["post"] = "{not json" } }));
    }

    [Fact]
    public void A_generic_body_is_read_when_there_is_nothing_else() =>
        Assert.Equal(InboundEvents.DirectMessage, Read.One(Normalize(new() { ["content"] = "hi", ["senderId"] = "u", ["isDirectMessage"] = true })).Event);

    private static JsonObject Post(string text = "hi") => new() { ["id"] = "p1", ["user_id"] = "u1", ["channel_id"] = "c1", ["message"] = text, ["type"] = "" };

    private static IngressRequest Form(string body) => Requests.Of("mattermost", body) with { ContentType = "application/x-www-form-urlencoded; charset=utf-8" };

    private static ChannelAccount Account(params (string, string[])[] secrets) =>
        Accounts.Of("mattermost", new() { ["botUserId"] = "bot-1", ["botUsername"] = "helper" }, null, secrets);

    private Normalization Normalize(JsonObject body) => Adapter.Normalize(Requests.Of("mattermost", body), Account());
}

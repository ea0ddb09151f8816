using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.NextcloudTalk;

public sealed class NextcloudTalkActivities : IDisposable
{
    private const string Random = "random-text-of-the-server";
    private readonly ChannelsHost _host = new();
    private readonly ChannelAccount _account = Accounts.Of(
        "nextcloud-talk", new() { ["apiBaseUrl"] = "https://cloud.example.org/nextcloud/", ["directRooms"] = "n3xtc10ud-dm" }, null, ("botSecret", ["bot-secret"]));

    private IChannelAdapter Adapter => _host.Adapter("nextcloud-talk");

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_message_with_placeholders_is_read_as_people_see_it()
    {
        var message = Read.One(Normalize(Activity("Create", """
            {"message":"{mention-user1} see {file0} in {mention-call1} {unknown}","parameters":{"mention-user1":{"type":"user","id":"bob","name":"Bob"},
            "mention-call1":{"type":"call","id":"n3xtc10ud","name":"world"},
            "file0":{"type":"file","id":"42","name":"plan.pdf","size":"1234","mimetype":"application/pdf","link":"https://cloud.example.org/f/42"}}}
            """)));

        Assert.Equal("@Bob see plan.pdf in @world {unknown}", message.Text);
        Assert.Equal(("users/ada-lovelace", "Ada Lovelace", "n3xtc10ud", "1567", InboundEvents.Received),
            (message.SenderId, message.SenderDisplayName, message.ConversationId, message.ProviderMessageId, message.Event));
        Assert.Equal(new Attachment("file", "application/pdf", 1234, "https://cloud.example.org/f/42", "42", "plan.pdf"), Assert.Single(message.Attachments));
    }

    [Fact]
    public void A_listed_room_is_a_direct_chat() =>
        Assert.Equal(InboundEvents.DirectMessage, Read.One(Normalize(Activity("Create", """{"message":"hi","parameters":{}}""", room: "n3xtc10ud-dm"))).Event);

    [Fact]
    public void A_reply_names_the_message_it_answers() => Assert.Equal("1500", Read.One(Normalize(
        Activity("Create", """{"message":"yes","parameters":[]}""", more: new() { ["inReplyTo"] = new JsonObject { ["object"] = new JsonObject { ["id"] = "1500" } } }))).ReplyToProviderMessageId);

    [Theory]
    [InlineData("Like")]
    [InlineData("Undo")]
    [InlineData("Join")]
    [InlineData("Leave")]
    [InlineData("Activity")]
    public void Other_kinds_are_not_supported(string type) => Read.Nothing(ReasonCodes.UnsupportedEvent, Normalize(Activity(type, """{"message":"x"}""")));

    [Theory]
    [InlineData("Application", "bots/bot-a78f46c5c203141b247554e180e1aa3553d282c6")]
    [InlineData("Person", "bots/bot-1")]
    public void Bots_are_answered_by_nobody(string type, string id) =>
        Read.Nothing(ReasonCodes.SelfMessage, Normalize(Activity("Create", """{"message":"beep"}""", actor: new() { ["type"] = type, ["id"] = id })));

    [Fact]
    public void Content_that_is_no_json_is_not_supported() => Read.Nothing(ReasonCodes.UnsupportedEvent, Normalize(Activity("Create", "plain text")));

    [Fact]
    public async Task Letters_of_either_case_are_valid_in_a_signature()
    {
        Assert.IsType<Authenticity.Authentic>(await AuthenticateAsync(Signed("{}")));
        var request = Signed("{}");
        Assert.IsType<Authenticity.Authentic>(await AuthenticateAsync(request.WithHeader("x-nextcloud-talk-signature", request.Headers["x-nextcloud-talk-signature"].ToUpperInvariant())));
    }

    [Theory]
    [InlineData("https://cloud.example.org/nextcloud", true)]
    [InlineData("https://cloud.example.org/nextcloud/", true)]
    [InlineData("https://other.example.org/nextcloud/", false)]
    [InlineData(null, false)]
    public async Task Only_the_accounts_own_server_is_believed(string? backend, bool authentic)
    {
        var request = Signed("{}", null);
        Assert.Equal(authentic, await AuthenticateAsync(backend is null ? request : request.WithHeader("x-nextcloud-talk-backend", backend)) is Authenticity.Authentic);
    }

    [Fact]
    public void A_body_with_other_blanks_and_its_own_signature_is_taken_and_any_other_byte_is_not() => Properties.Check(
        Prop.ForAll(Json.Objects, json =>
        {
            var spaced = Signed("  " + json + "\n ");
            return AuthenticateAsync(spaced).AsTask().Result is Authenticity.Authentic && AuthenticateAsync(spaced.WithBody(json)).AsTask().Result is Authenticity.Failed;
        }), 200);

    private static IngressRequest Signed(string body, string? backend = "https://cloud.example.org/nextcloud/")
    {
        var signature = HMACSHA256.HashData("bot-secret"u8, Encoding.UTF8.GetBytes(Random + body));
        var request = Requests.Of("nextcloud-talk", body).WithHeader("x-nextcloud-talk-random", Random).WithHeader("x-nextcloud-talk-signature", Convert.ToHexStringLower(signature));
        return backend is null ? request : request.WithHeader("x-nextcloud-talk-backend", backend);
    }

    private ValueTask<Authenticity> AuthenticateAsync(IngressRequest request) => Adapter.AuthenticateAsync(request, _account, CancellationToken.None);

    private Normalization Normalize(JsonObject body) => Adapter.Normalize(Requests.Of("nextcloud-talk", body), _account);

    private static JsonObject Activity(string type, string content, string room = "n3xtc10ud", JsonObject? actor = null, JsonObject? more = null)
    {
        var said = more ?? [];
        said["type"] = "Note";
        said["id"] = "1567";
        said["name"] = "message";
        said["content"] = content;
        said["mediaType"] = "text/markdown";
        return new()
        {
            ["type"] = type,
            ["actor"] = actor ?? new() { ["type"] = "Person", ["id"] = "users/ada-lovelace", ["name"] = "Ada Lovelace" },
            ["object"] = said,
            ["target"] = new JsonObject { ["type"] = "Collection", ["id"] = room, ["name"] = "world" },
        };
    }
}

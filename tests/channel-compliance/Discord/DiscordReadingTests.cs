using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Discord;

public sealed class DiscordReadingTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly ChannelsHost _host = new(time: new ManualTime(Now));

    private IChannelAdapter Adapter => _host.Adapter("discord");

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("""{"id":"1","application_id":"2","token":"t","type":1,"version":1,"user":{"id":"3"}}""", 200, "{\"type\":1}")]
    [InlineData("""{"type":1}""", 200, "{\"type\":1}")]
    [InlineData("""{"version":1,"application_id":"2","type":0}""", 204, "")]
    public void Pings_are_answered(string body, int status, string answer)
    {
        var handshake = Adapter.Handshake(Requests.Of("discord", body), Account())!;

        Assert.Equal((status, answer), (handshake.Status, Encoding.UTF8.GetString(handshake.Body)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":0}""")]
    [InlineData("""{"type":1,"content":"added","author":{"id":"1"},"channel_id":"2"}""")]
    [InlineData("""{"type":1,"version":1,"application_id":"2","event":{"type":"APPLICATION_AUTHORIZED","data":{}}}""")]
    [InlineData("""{"op":1,"type":1}""")]
    public void What_looks_like_a_ping_is_none(string body) => Assert.Null(Adapter.Handshake(Requests.Of("discord", body), Account()));

    [Fact]
    public async Task Wrong_signatures_are_answered_as_discord_wants()
    {
        var account = Account(("discordPublicKey", [Convert.ToHexString(Ed25519Key.Of("k").PublicKey)]));
        var request = DiscordCompliance.Signed(Requests.Of("discord", "{ \"type\" : 1 }"), "k", Now);

        Assert.IsType<Authenticity.Authentic>(await Adapter.AuthenticateAsync(request, account, default));
        Assert.Equal(new Authenticity.Failed("discord_signature_invalid", 401), await Adapter.AuthenticateAsync(request.WithBody("{\"type\":1}"), account, default));
        Assert.Equal(new Authenticity.Failed("discord_signature_invalid", 401), await Adapter.AuthenticateAsync(request.WithHeader("x-signature-ed25519", "zz"), account, default));
        Assert.Equal(new Authenticity.Failed("discord_signature_missing", 401), await Adapter.AuthenticateAsync(Requests.Of("discord", "{}"), account, default));
        Assert.Equal(
            new Authenticity.Failed("discord_timestamp_out_of_window", 401),
            await Adapter.AuthenticateAsync(DiscordCompliance.Signed(request, "k", Now.AddMinutes(-11)), account, default));
    }

    [Theory]
    [InlineData("not hex")]
    [InlineData("abcd")]
    public async Task A_key_that_is_none_proves_nothing(string key) => Assert.Equal(
        new Authenticity.Failed("discord_public_key_invalid", 401),
        await Adapter.AuthenticateAsync(DiscordCompliance.Signed(Requests.Of("discord", "{}"), "k", Now), Account(("discordPublicKey", [key])), default));

    [Fact]
    public void A_signature_holds_for_no_other_bytes()
    {
        var account = Account(("discordPublicKey", [Convert.ToHexString(Ed25519Key.Of("k").PublicKey)]));
        var request = DiscordCompliance.Signed(Requests.Of("discord", "{}"), "k", Now);

        Properties.Check(
            Prop.ForAll(Json.Bytes, bytes => Adapter.AuthenticateAsync(request with { Body = [.. bytes, 1] }, account, default).AsTask().GetAwaiter().GetResult() is Authenticity.Failed),
            300);
    }

    [Fact]
    public void Reads_a_gateway_frame_with_all_that_belongs_to_it()
    {
        var message = Read.One(Normalize(
            """{"op":0,"t":"MESSAGE_CREATE","s":3,"d":{"id":"10","type":19,"channel_id":"20","guild_id":"30","content":"<@9001> hi","timestamp":"2024-05-01T10:00:00.123000+00:00","author":{"id":"40","username":"ada","global_name":"Ada"},"mentions":[{"id":"9001"}],"message_reference":{"type":0,"message_id":"9"},"attachments":[{"id":"a1","filename":"a.png","content_type":"image/png","size":7,"url":"https://cdn.example/a"}]}}"""));

        Assert.Equal(("10", "20", "40", "Ada", InboundEvents.Mentioned, "9"), (message.ProviderMessageId, message.ConversationId, message.SenderId, message.SenderDisplayName, message.Event, message.ReplyToProviderMessageId));
        Assert.Equal(new Attachment("image", "image/png", 7, "https://cdn.example/a", "a1", "a.png"), Assert.Single(message.Attachments));
        Assert.Equal(new DateTimeOffset(2024, 5, 1, 10, 0, 0, 123, TimeSpan.Zero), message.ReceivedAt);
    }

    [Fact]
    public void Without_a_guild_it_is_a_direct_message_and_somebody_elses_mention_is_none()
    {
        Assert.Equal(InboundEvents.DirectMessage, Read.One(Normalize("""{"id":"1","channel_id":"2","content":"hi","author":{"id":"3"}}""")).Event);
        Assert.Equal(InboundEvents.Received, Read.One(Normalize("""{"id":"1","channel_id":"2","guild_id":"9","content":"<@77> hi","author":{"id":"3"},"mentions":[{"id":"77"}]}""")).Event);
    }

    [Fact]
    public void An_edit_has_a_key_of_its_own()
    {
        var edit = Read.One(Normalize("""{"op":0,"t":"MESSAGE_UPDATE","s":3,"d":{"id":"10","type":0,"channel_id":"20","content":"new","edited_timestamp":"2024-05-01T10:00:00+00:00","author":{"id":"40"}}}"""));

        Assert.True(edit.IsEdit);
        Assert.Equal(("10", "edit:10:2024-05-01T10:00:00+00:00"), (edit.ProviderMessageId, edit.DedupeKey));
    }

    [Theory]
    [InlineData("""{"id":"1","channel_id":"2","content":"hi","author":{"id":"3","bot":true}}""")]
    [InlineData("""{"id":"1","channel_id":"2","content":"hi","webhook_id":"7","author":{"id":"3"}}""")]
    [InlineData("""{"id":"1","channel_id":"2","content":"hi","author":{"id":"9001"}}""")]
    public void Bots_are_not_answered(string body) => Read.Nothing(ReasonCodes.SelfMessage, Normalize(body));

    [Theory]
    [InlineData("""{"op":0,"t":"MESSAGE_DELETE","s":3,"d":{"id":"10","channel_id":"20"}}""")]
    [InlineData("""{"op":0,"t":"MESSAGE_UPDATE","s":3,"d":{"id":"10","channel_id":"20","content":"same","edited_timestamp":null,"author":{"id":"40"}}}""")]
    [InlineData("""{"op":0,"t":"TYPING_START","s":3,"d":{"content":"hi"}}""")]
    [InlineData("""{"op":0,"t":"MESSAGE_CREATE","s":3,"d":{"id":"10","type":7,"channel_id":"20","content":"joined","author":{"id":"40"}}}""")]
    [InlineData("""{"op":0,"t":"MESSAGE_CREATE","s":3,"d":{"id":"10","type":0,"channel_id":"20","content":"","author":{"id":"40"},"attachments":[{"id":"1"}]}}""")]
    [InlineData("""{"version":1,"application_id":"2","type":1,"event":{"type":"APPLICATION_AUTHORIZED","timestamp":"t","data":{}}}""")]
    [InlineData("""{"id":"1","application_id":"2","token":"t","type":4,"data":{"name":"x"}}""")]
    public void Other_events_are_known_and_not_taken(string body) => Read.Nothing(ReasonCodes.UnsupportedEvent, Normalize(body));

    [Fact]
    public void A_command_is_spelled_out_and_acknowledged()
    {
        var body = """{"id":"1","application_id":"2","token":"hidden-1","type":2,"channel_id":"20","guild_id":"30","member":{"user":{"id":"40","username":"ada"}},"data":{"name":"deploy","options":[{"name":"app","type":1,"options":[{"name":"env","value":"prod"},{"name":"count","value":3},{"name":"dry","value":true}]}]}}""";

        var command = Read.One(Normalize(body));

        Assert.Equal(("/deploy app env:prod count:3 dry:true", "40", "20", InboundEvents.Mentioned, "interaction:1"), (command.Text, command.SenderId, command.ConversationId, command.Event, command.DedupeKey));
        Assert.DoesNotContain("hidden-", command.Payload!, StringComparison.Ordinal);
        Assert.Equal(4, JsonNode.Parse(Adapter.Acknowledge(Requests.Of("discord", body))!.Body)!["type"]!.GetValue<int>());
        Assert.Null(Adapter.Acknowledge(Requests.Of("discord", DiscordCompliance.Message("hi"))));
    }

    [Fact]
    public void A_click_is_a_message_from_who_clicked()
    {
        var body = """{"id":"1","application_id":"2","token":"t","type":3,"channel_id":"20","user":{"id":"40"},"message":{"id":"50"},"data":{"custom_id":"approve","component_type":2}}""";

        var click = Read.One(Normalize(body));

        Assert.Equal(("approve", "40", "50", InboundEvents.DirectMessage), (click.Text, click.SenderId, click.ProviderMessageId, click.Event));
        Assert.Equal(6, JsonNode.Parse(Adapter.Acknowledge(Requests.Of("discord", body))!.Body)!["type"]!.GetValue<int>());
    }

    private static ChannelAccount Account(params (string, string[])[] secrets) => Accounts.Of("discord", new() { ["botUserId"] = "9001" }, null, secrets);

    private Normalization Normalize(string body) => Adapter.Normalize(Requests.Of("discord", body), Account());
}

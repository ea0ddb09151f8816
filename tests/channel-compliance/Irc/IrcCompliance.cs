using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Irc;

public class IrcCompliance : ChannelCompliance
{
    protected override string ChannelId => "irc";

    protected override string SecretName => "ingressToken";

    protected override string MissingReason => InvalidReason;

    protected override string InvalidReason => "irc_token_invalid";

    protected override string TextField => "message";

    [Fact]
    public void The_reduced_body_is_understood()
    {
        var message = Read.One(Normalize("""{"message":"deploy now","nick":"sender-irc","target":"#ops","messageId":"smoke-irc-1","timestamp":1710000030000}"""));

        Assert.Equal(("sender-irc", "#ops", "smoke-irc-1", InboundEvents.Received), (message.SenderId, message.ConversationId, message.ProviderMessageId, message.Event));
    }

    [Fact]
    public void Two_people_who_write_in_private_do_not_share_a_conversation()
    {
        var ada = Read.One(Normalize("""{"message":"hi","nick":"ada","target":"vespid"}"""));
        var bob = Read.One(Normalize("""{"message":"hi","nick":"bob","target":"vespid"}"""));

        Assert.Equal((("ada", InboundEvents.DirectMessage), ("bob", InboundEvents.DirectMessage)), ((ada.ConversationId, ada.Event), (bob.ConversationId, bob.Event)));
    }

    [Theory]
    [InlineData("vespid: help", true)]
    [InlineData("hey @Vespid", true)]
    [InlineData("@bot help", false)]
    public void Only_the_bots_nick_is_a_mention(string text, bool mentioned) =>
        Assert.Equal(mentioned, Read.One(Normalize($$"""{"message":"{{text}}","nick":"ada","target":"#ops"}""")).MentionMatched);

    [Fact]
    public void Our_own_line_comes_back_to_nobody() => Read.Nothing(
        ReasonCodes.SelfMessage,
        Adapter.Normalize(Requests.Of(ChannelId, """{"message":"mine","nick":"Helper","target":"#ops"}""").WithQuery("botNick", "helper"), Accounts.Of(ChannelId)));

    protected override Sample SampleOf(string text) => new(
        new JsonObject { ["message"] = text, ["nick"] = "ada", ["target"] = "#ops", ["messageId"] = "m-1" }, "ada", "#ops", "m-1", InboundEvents.Received);

    protected override IngressRequest Sign(IngressRequest request, string secret) => request.WithHeader("x-irc-token", secret);

    protected override IEnumerable<JsonObject> BodiesWithId(string id) =>
    [
        new() { ["message"] = "hi", ["nick"] = "n", ["messageId"] = id },
        new() { ["message"] = "hi", ["nick"] = id, ["messageId"] = "o" },
    ];

    private Vespid.Channels.Normalization Normalize(string body) => Adapter.Normalize(Requests.Of(ChannelId, body), Accounts.Of(ChannelId));
}

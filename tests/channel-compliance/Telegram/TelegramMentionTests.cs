using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Telegram;

public sealed class TelegramMentionTests : IDisposable
{
    private static readonly ChannelAccount Known = Accounts.Of("telegram", new() { ["botUsername"] = "OpsHelper" }, null, ("botToken", ["4242:secret"]));
    private static readonly ChannelAccount Nameless = Accounts.Of("telegram");

    private readonly ChannelsHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("@OpsHelper hi", "mention", 0, 10, true)]
    [InlineData("@opshelper hi", "mention", 0, 10, true)]
    [InlineData("@SomebodyElse hi", "mention", 0, 13, false)]
    [InlineData("/deploy@OpsHelper now", "bot_command", 0, 17, true)]
    [InlineData("/deploy@OtherOne now", "bot_command", 0, 16, false)]
    [InlineData("/deploy now", "bot_command", 0, 7, false)]
    [InlineData("hi there", "mention", 3, 999, false)]
    [InlineData("hi there", "mention", -3, 5, false)]
    [InlineData("hi there", "mention", 99, 1, false)]
    public void Only_an_entity_that_names_the_bot_counts(string text, string type, int offset, int length, bool mentioned) =>
        Assert.Equal(mentioned, Mentioned(Known, text, Entity(type, offset, length)));

    [Fact]
    public void Offsets_count_utf16_units_of_the_text_as_sent() =>
        Assert.True(Mentioned(Known, " 😀 @OpsHelper", Entity("mention", 4, 10)));

    [Fact]
    public void A_mention_without_a_name_goes_by_the_bots_id()
    {
        static JsonObject Of(long id) => new() { ["type"] = "text_mention", ["offset"] = 0, ["length"] = 2, ["user"] = new JsonObject { ["id"] = id } };

        Assert.True(Mentioned(Known, "you there", Of(4242)));
        Assert.False(Mentioned(Known, "you there", Of(4243)));
        Assert.False(Mentioned(Nameless, "you there", Of(4242)));
    }

    [Fact]
    public void While_the_name_is_unknown_any_mention_counts() =>
        Assert.True(Mentioned(Nameless, "@SomebodyElse hi", Entity("mention", 0, 13)));

    [Theory]
    [InlineData("hello @vespid", true)]
    [InlineData("hello @BOT", true)]
    [InlineData("hello opshelper", true)]
    [InlineData("hello", false)]
    public void Text_alone_counts_for_the_known_words(string text, bool mentioned) => Assert.Equal(mentioned, Mentioned(Known, text));

    [Fact]
    public void The_name_can_come_with_the_url()
    {
        var request = Requests.Of("telegram", Update("@SomebodyElse hi", Entity("mention", 0, 13))).WithQuery("botUsername", "@OpsHelper");

        Assert.False(Read.One(_host.Adapter("telegram").Normalize(request, Nameless)).MentionMatched);
    }

    private bool Mentioned(ChannelAccount account, string text, params JsonObject[] entities)
    {
        var message = Read.One(_host.Adapter("telegram").Normalize(Requests.Of("telegram", Update(text, entities)), account));
        Assert.Equal(message.MentionMatched ? InboundEvents.Mentioned : InboundEvents.Received, message.Event);
        return message.MentionMatched;
    }

    private static JsonObject Entity(string type, int offset, int length) => new() { ["type"] = type, ["offset"] = offset, ["length"] = length };

    private static JsonObject Update(string text, params JsonObject[] entities) => new()
    {
        ["update_id"] = 1,
        ["message"] = new JsonObject
        {
            ["message_id"] = 1,
            ["text"] = text,
            ["chat"] = new JsonObject { ["id"] = -5, ["type"] = "group" },
            ["from"] = new JsonObject { ["id"] = 9 },
            ["entities"] = new JsonArray([.. entities]),
        },
    };
}

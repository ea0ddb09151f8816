using System.Text;
using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels.Reading;

/// <summary>Files, mentions, direct rooms, times and texts, as every channel reads them.</summary>
public sealed class PartsTests
{
    [Theory]
    [InlineData("image/png", "image")]
    [InlineData("IMAGE/PNG", "image")]
    [InlineData("video/mp4", "video")]
    [InlineData("audio/ogg", "audio")]
    [InlineData("application/pdf", "file")]
    [InlineData("image", "image")]
    [InlineData(null, "file")]
    public void A_media_type_says_what_kind_of_file_it_is(string? mediaType, string kind)
    {
        Assert.Equal(kind, Media.KindOf(mediaType));
        Assert.Equal(new Attachment(kind, mediaType, 0, null, "id", "n"), Media.Of(null, mediaType, 0, null, "id", "n"));
        Assert.Equal("sticker", Media.Of("sticker", mediaType, null, null, "id", null)!.Kind);
    }

    [Fact]
    public void A_file_has_an_id_or_a_url_that_can_be_kept_and_no_negative_size()
    {
        Assert.Null(Media.Of("file", null, 1, null, null, null));
        Assert.Null(Media.Of("file", null, 1, new string('u', 4097), new string('i', 513), null));
        Assert.Equal(new Attachment("file", null, null, new string('u', 4096), null, null), Media.Of("file", null, -1, new string('u', 4096), new string('i', 513), null));
        Assert.Equal(new Attachment("file", null, 7, null, new string('i', 512), null), Media.Of("file", null, 7, new string('u', 4097), new string('i', 512), null));
    }

    [Theory]
    [InlineData("hi @Vespid", true)]
    [InlineData("hi @BOT", true)]
    [InlineData("hi Helper", true)]
    [InlineData("hi", false)]
    [InlineData("vespid bot", false)]
    public void A_mention_is_the_runtimes_name_or_one_given(string text, bool mentioned)
    {
        Assert.Equal(mentioned, Mentions.InText(text, null, "", " ", "helper"));
        Assert.Equal(text == "hi Helper", Mentions.Any(text, null, "", " ", "helper"));
    }

    [Fact]
    public void Direct_rooms_are_listed_by_the_account_and_by_the_server()
    {
        var account = Accounts.Of("matrix", new JsonObject { ["directRooms"] = " !a:x, !b:x !c:x,, " });
        foreach (var room in new[] { "!a:x", "!b:x", "!c:x" })
            Assert.True(DirectRooms.Of(account).Contains(room));
        Assert.False(DirectRooms.Of(account).Contains(""));
        Assert.False(DirectRooms.Of(account).Contains("!A:x"));
        Assert.False(DirectRooms.Of(Accounts.Of("matrix")).Contains("!a:x"));

        var direct = DirectRooms.Of(account, Body("""{"@u:x":["!d:x",17],"@v:x":["!e:x"],"@w:x":"!f:x"}"""));
        foreach (var room in new[] { "!a:x", "!d:x", "!e:x" })
            Assert.True(direct.Contains(room));
        Assert.False(direct.Contains("!f:x"));
        Assert.True(DirectRooms.Of(account, default).Contains("!a:x"));
    }

    [Theory]
    [InlineData("1000000000000", null)]
    [InlineData("1000000000000.5", 1000000000000L)]
    [InlineData("1000000001000", 1000000001000L)]
    [InlineData("1000000000", null)]
    [InlineData("1000000001", 1000000001000L)]
    [InlineData("253402300799000", 253402300799000L)]
    [InlineData("253402300800000", null)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    public void A_time_of_no_unit_is_told_by_its_size(string json, long? milliseconds) =>
        Assert.Equal(milliseconds, PlatformTime.Auto(Value(json))?.ToUnixTimeMilliseconds());

    [Theory]
    [InlineData("1", 1000L)]
    [InlineData("0.0015", 1L)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("253402300799", 253402300799000L)]
    [InlineData("253402300800", null)]
    public void Seconds_are_of_this_era(string json, long? milliseconds) =>
        Assert.Equal(milliseconds, PlatformTime.Unix(Value(json))?.ToUnixTimeMilliseconds());

    [Theory]
    [InlineData("\"1970-01-01T00:00:00Z\"", 0L)]
    [InlineData("\"1969-12-31T23:59:59Z\"", null)]
    [InlineData("\"2024-03-09T17:00:20+01:00\"", 1710000020000L)]
    [InlineData("\"2024-03-09T16:00:20\"", 1710000020000L)]
    [InlineData("\"2024-03-09T16:00:20.00000000000000000000000000000000000000000000000Z\"", null)]
    [InlineData("\"never\"", null)]
    [InlineData("17", null)]
    public void A_date_without_a_zone_is_utc(string json, long? milliseconds)
    {
        var read = PlatformTime.Raw(Value(json));
        Assert.Equal(milliseconds, read?.ToUnixTimeMilliseconds());
        Assert.True(read is null || read.Value.Offset == TimeSpan.Zero);
    }

    [Fact]
    public void A_number_written_as_text_has_at_most_64_characters()
    {
        Assert.Equal(1, Value($"\"{new string('0', 63)}1\"").Number);
        Assert.Null(Value($"\"{new string('0', 64)}1\"").Number);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("\"true\"", null)]
    [InlineData("1", null)]
    public void Yes_and_no_are_no_texts(string json, bool? said) => Assert.Equal(said, Value(json).Boolean);

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab😀", 3, "ab")]
    [InlineData("a😀b", 3, "a😀")]
    [InlineData("", 3, "")]
    public void A_text_is_cut_between_characters(string text, int length, string cut) => Assert.Equal(cut, SafeText.Cut(text, length));

    [Fact]
    public void Half_a_character_becomes_the_replacement()
    {
        Assert.Equal("plain 😀", SafeText.Of("plain 😀"));
        Assert.Equal("\uFFFDa\uFFFD", SafeText.Of("\0a\0"));
        Assert.Equal("\uFFFD", SafeText.Of("\ud83d"));
        Assert.Equal("\uFFFD😀\uFFFD", SafeText.Of("\ude00\ud83d\ude00\ud83d"));
    }

    [Fact]
    public void An_event_of_a_connection_stands_as_a_request_with_what_is_known()
    {
        var account = Accounts.Of("slack", new JsonObject { ["receive"] = "socket" });
        var request = Connections.RequestOf(account, ("team", "T1"), ("app", null), ("bot", "B1"));

        Assert.Equal(("SOCKET", "slack", "main", null), (request.Method, request.ChannelId, request.AccountKey, request.ContentType));
        Assert.Equal(new Dictionary<string, string> { ["team"] = "T1", ["bot"] = "B1" }, request.Query);
        Assert.Empty(Connections.RequestOf(account).Query);
        Assert.True(Connections.Wants(account));
        Assert.False(Connections.Wants(Accounts.Of("slack", new JsonObject { ["receive"] = "webhook" })));
        Assert.False(Connections.Wants(Accounts.Of("slack")));
        Assert.Equal("ba7816bf8f01cfea", Connections.Fingerprint("abc"));
    }

    [Fact]
    public void An_answer_of_a_vendors_form_says_what_it_is()
    {
        var (text, json) = (VendorAnswers.Text("abc"), VendorAnswers.Json(new JsonObject { ["a"] = 1 }));
        Assert.Equal((200, "text/plain; charset=utf-8", "abc"), (text.Status, text.ContentType, Encoding.UTF8.GetString(text.Body)));
        Assert.Equal((200, "application/json", """{"a":1}"""), (json.Status, json.ContentType, Encoding.UTF8.GetString(json.Body)));
    }

    [Fact]
    public void An_object_stands_in_for_one_that_is_missing()
    {
        var body = Body("""{"a":{"b":"1"},"c":{"b":"2"},"l":[]}""");
        Assert.Equal("1", body["a"].OrObject(body["c"])["b"].Text);
        Assert.Equal("2", body["x"].OrObject(body["c"])["b"].Text);
        Assert.Equal("2", body["l"].OrObject(body["c"])["b"].Text);
        Assert.Null(body["a"].First("x", "y"));
    }

    private static BodyReader Value(string json) => Body($$"""{"v":{{json}}}""")["v"];

    private static BodyReader Body(string json)
    {
        Assert.True(JsonBody.TryParseObject(Encoding.UTF8.GetBytes(json), out var body));
        return body;
    }
}

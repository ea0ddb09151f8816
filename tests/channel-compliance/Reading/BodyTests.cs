using System.Text;
using Vespid.Channels;

namespace Vespid.Tests.Channels.Reading;

/// <summary>Which bytes are read at all, and how a form becomes an object.</summary>
public sealed class BodyTests
{
    [Theory]
    [InlineData("{}", true)]
    [InlineData("[]", false)]
    [InlineData("17", false)]
    [InlineData("", false)]
    [InlineData("{", false)]
    [InlineData("{} x", false)]
    public void A_body_is_an_object(string json, bool read) => Assert.Equal(read, JsonBody.TryParseObject(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void A_body_is_valid_utf8_and_64_deep_at_most()
    {
        Assert.False(JsonBody.TryParseObject([.. "{\"a\":\""u8, 0xFF, .. "\"}"u8], out _));
        Assert.True(JsonBody.TryParseObject(Deep(64), out _));
        Assert.False(JsonBody.TryParseObject(Deep(65), out _));
    }

    [Fact]
    public void An_answer_is_read_although_it_is_odd()
    {
        Assert.True(JsonBody.TryParseAnswer([.. "{\"a\":\""u8, 0xFF, .. "\"}"u8], out var body));
        Assert.Equal("\uFFFD", body["a"].Text);
        Assert.True(JsonBody.TryParseAnswer(Deep(512), out _));
        Assert.False(JsonBody.TryParseAnswer(Deep(513), out _));
        Assert.False(JsonBody.TryParseAnswer("[]"u8.ToArray(), out _));
        Assert.False(JsonBody.TryParseAnswer([], out _));
    }

    [Fact]
    public void Of_repeated_names_the_last_counts() => Assert.Equal("b", Object("""{"x":"a","x":"b"}""")["x"].Text);

    [Theory]
    [InlineData("""\u0000""", "\uFFFD")]
    [InlineData("""a\u0000b""", "a\uFFFDb")]
    [InlineData("""\ud83d\ude00""", "😀")]
    [InlineData("""\ud83d""", "\uFFFD")]
    [InlineData("""\ud83dx""", "\uFFFDx")]
    [InlineData("""\ude00""", "\uFFFD")]
    [InlineData("""\ude00\ud83d""", "\uFFFD\uFFFD")]
    [InlineData("""\ud83d\ud83d\ude00""", "\uFFFD😀")]
    [InlineData("""\ud83d\ude00\ud83d""", "😀\uFFFD")]
    [InlineData("""\ud83d\u0041""", "\uFFFDA")]
    [InlineData("""\\ud83d""", """\ud83d""")]
    [InlineData("""\\\ud83d""", "\\\uFFFD")]
    [InlineData("""\u0041\n""", "A\n")]
    public void An_escape_that_is_no_text_becomes_the_replacement(string escaped, string text) =>
        Assert.Equal(text, Object($$"""{"v":"{{escaped}}"}""")["v"].Element.GetString());

    [Fact]
    public void Bytes_with_nothing_to_replace_are_the_same_bytes()
    {
        var plain = "{\"v\":\"\\ud83d\\ude00 \\u0041\"}"u8.ToArray();
        Assert.Same(plain, JsonText.Readable(plain));
        foreach (var cut in new[] { "\\", "\\u", "\\ud83", "{\"\\uD83Dx", "\\uzzzz" })
            Assert.Equal(cut.Length, JsonText.Readable(Encoding.UTF8.GetBytes(cut)).Length);
        Assert.Equal("\\uFFFD", Encoding.UTF8.GetString(JsonText.Readable("\\ud83d"u8.ToArray())));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", true)]
    [InlineData(" Application/X-WWW-form-urlencoded; charset=utf-8", true)]
    [InlineData("application/json", false)]
    [InlineData("multipart/form-data", false)]
    [InlineData(null, false)]
    public void A_form_is_told_by_its_media_type(string? contentType, bool form)
    {
        var request = Requests.Of("generic", """{"a":"json"}""") with { ContentType = contentType };
        Assert.Equal(form, FormBody.IsForm(request));
        Assert.True(FormBody.TryParse(request, out var body));
        Assert.Equal(form ? null : "json", body["a"].Text);
    }

    [Theory]
    [InlineData("a=1&b=two+words%21", "1", "two words!")]
    [InlineData("a=1&a=2&b=3", "1", "3")]
    [InlineData("&&=x&a=1&b", "1", null)]
    [InlineData("%61=%00", "\uFFFD", null)]
    public void A_forms_fields_are_strings_and_of_repeated_ones_the_first_counts(string form, string a, string? b)
    {
        Assert.True(FormBody.TryParse(Encoding.UTF8.GetBytes(form), out var body));
        Assert.Equal((a, b), (body["a"].Text, body["b"].Text));
    }

    [Fact]
    public void A_form_has_a_field_and_no_more_than_256()
    {
        Assert.False(FormBody.TryParse([], out _));
        Assert.False(FormBody.TryParse("=x&&"u8.ToArray(), out _));
        Assert.True(FormBody.TryParse(Fields(256), out var body));
        Assert.Equal("255", body["f255"].Text);
        Assert.False(FormBody.TryParse(Fields(257), out _));
        Assert.True(FormBody.TryParse([.. Fields(256), .. "&f0=again&=x"u8], out _));

        static byte[] Fields(int count) => Encoding.UTF8.GetBytes(string.Join('&', Enumerable.Range(0, count).Select(i => $"f{i}={i}")));
    }

    private static byte[] Deep(int depth) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1));

    private static BodyReader Object(string json)
    {
        Assert.True(JsonBody.TryParseObject(Encoding.UTF8.GetBytes(json), out var body));
        return body;
    }
}

using System.Text;
using Vespid.Channels;

namespace Vespid.Tests.Channels.Reading;

public sealed class BodyReaderTests
{
    [Theory]
    [InlineData("\" a \"", "a")]
    [InlineData("\"\"", null)]
    [InlineData("\"  \"", null)]
    [InlineData("17", null)]
    [InlineData("true", null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    public void A_text_is_a_string_that_is_not_blank(string json, string? expected) => Assert.Equal(expected, Of(json).Text);

    [Theory]
    [InlineData("17", 17.0)]
    [InlineData("\"17\"", 17.0)]
    [InlineData("\" 1.5e3 \"", 1500.0)]
    [InlineData("\"x\"", null)]
    [InlineData("\"Infinity\"", null)]
    [InlineData("1e400", null)]
    [InlineData("true", null)]
    public void A_number_may_be_written_as_text(string json, double? expected) => Assert.Equal(expected, Of(json).Number);

    [Theory]
    [InlineData("17", "17")]
    [InlineData("-100123", "-100123")]
    [InlineData("200.0", "200")]
    [InlineData("2e2", "200")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("9223372036854775808", null)]
    [InlineData("9223372036854775807.0", "9223372036854775807")]
    [InlineData("9223372036854775808.0", null)]
    [InlineData("-9223372036854775808.0", "-9223372036854775808")]
    [InlineData("-9223372036854775809.0", null)]
    [InlineData("1e19", null)]
    [InlineData("1.5", null)]
    [InlineData("\"17\"", null)]
    public void A_whole_number_is_an_id(string json, string? expected) => Assert.Equal(expected, Of(json).IntegerId);

    [Fact]
    public void Steps_that_lead_nowhere_are_absent()
    {
        var body = Of("""{"a":[{"b":"c"}]}""");

        Assert.Equal("c", body["a"][0]["b"].Text);
        Assert.Null(body["a"][1]["b"].Text);
        Assert.Null(body["a"][-1]["b"].Text);
        Assert.Null(body["a"]["b"][0].Text);
        Assert.Empty(body["x"]["y"].Items);
        Assert.Equal("c", body["a"][0].First("z", "b"));
    }

    [Theory]
    [InlineData("1710000020000", 1710000020000L)]
    [InlineData("1710000020", 1710000020000L)]
    [InlineData("\"1710000020\"", 1710000020000L)]
    [InlineData("\"2024-03-09T16:00:20Z\"", 1710000020000L)]
    [InlineData("1000000", null)]
    [InlineData("1e300", null)]
    [InlineData("\"never\"", null)]
    [InlineData("{}", null)]
    public void Time_auto_tells_milliseconds_from_seconds(string json, long? expected) =>
        Assert.Equal(expected, PlatformTime.Auto(Of(json))?.ToUnixTimeMilliseconds());

    [Theory]
    [InlineData("1710000020", 1710000020000L)]
    [InlineData("1710000020.5", 1710000020500L)]
    [InlineData("\"1710000050.0001\"", 1710000050000L)]
    [InlineData("1710000020000", null)]
    [InlineData("\"2024-03-09T16:00:20Z\"", 1710000020000L)]
    public void Time_unix_counts_seconds(string json, long? expected) => Assert.Equal(expected, PlatformTime.Unix(Of(json))?.ToUnixTimeMilliseconds());

    private static BodyReader Of(string json)
    {
        Assert.True(JsonBody.TryParseObject(Encoding.UTF8.GetBytes($"{{\"v\":{json}}}"), out var body));
        return body["v"];
    }
}

using System.Text;
using Vespid.Channels;

namespace Vespid.Tests.Channels.Reading;

/// <summary>What is kept of a request holds no credential and is JSON that the database takes.</summary>
public sealed class PayloadRedactionTests
{
    [Theory]
    [InlineData("Authorization", true)]
    [InlineData("set-cookie", true)]
    [InlineData("X-Line-Signature", true)]
    [InlineData("verification_token", true)]
    [InlineData("clientSecret", true)]
    [InlineData("PASSWORD", true)]
    [InlineData("passwd", true)]
    [InlineData("apiKey", true)]
    [InlineData("x-api-key", true)]
    [InlineData("api_key", true)]
    [InlineData("x-hub-sig", true)]
    [InlineData("response_url", true)]
    [InlineData("content-type", false)]
    [InlineData("text", false)]
    [InlineData("passage", false)]
    public void A_name_tells_a_credential(string name, bool secret) => Assert.Equal(secret, PayloadRedaction.IsSecret(name));

    [Fact]
    public void Credentials_are_left_out_wherever_they_stand()
    {
        var request = Requests.Of("generic", "{}")
            .WithHeader("x-token", "s3cret").WithHeader("x-name", "Sam\0")
            .WithQuery("token", "s3cret").WithQuery("hub.mode", "subscribe");
        Assert.Equal(
            """{"headers":{"x-token":"[redacted]","x-name":"Sam�"},"query":{"token":"[redacted]","hub.mode":"subscribe"},"body":{"token":"[redacted]","a":[{"secret":"[redacted]","b":"ü<>&'"}]}}""",
            PayloadRedaction.Of(request, Body("""{"token":"s3cret","a":[{"secret":{"x":1},"b":"ü<>&'"}]}""")));
    }

    [Theory]
    [InlineData("""tok\u0065n""", "token")]
    [InlineData("""\u0073ecret""", "secret")]
    [InlineData("größe_token", "größe_token")]
    [InlineData("a_name_so_long_that_nobody_would_think_of_reading_it_to_its_end_and_yet_it_is_that_of_a_password", "a_name_so_long_that_nobody_would_think_of_reading_it_to_its_end_and_yet_it_is_that_of_a_password")]
    public void A_credentials_name_may_be_written_in_any_way(string written, string name) => Assert.Equal(
        $$$"""{"headers":{},"query":{},"body":{"{{{name}}}":"[redacted]","x":"s"}}""",
        PayloadRedaction.Of(Requests.Of("generic", "{}"), Body($$"""{"{{written}}":"s3cret","x":"s"}""")));

    [Theory]
    [InlineData("""{"t\u0065xt":1,"größe":"ü","a_name_so_long_that_nobody_would_think_of_reading_it_to_its_very_end":[]}""", """{"text":1,"größe":"ü","a_name_so_long_that_nobody_would_think_of_reading_it_to_its_very_end":[]}""")]
    [InlineData("""{"token":null,"secret":true,"password":false}""", """{"token":null,"secret":true,"password":false}""")]
    [InlineData("""{"token":17}""", """{"token":"[redacted]"}""")]
    [InlineData("""{"token":[]}""", """{"token":"[redacted]"}""")]
    [InlineData("""{"n":1.50,"z":0,"m":-1e-7}""", """{"n":1.50,"z":0,"m":-1e-7}""")]
    [InlineData("""{"n":1e400,"z":0e5,"u":1e-400,"Z":0E1}""", """{"n":"1e400","z":"0e5","u":"1e-400","Z":"0E1"}""")]
    [InlineData("""{"n":1234567890123456789012345678901234567890}""", """{"n":1234567890123456789012345678901234567890}""")]
    [InlineData("""{"n":12345678901234567890123456789012345678901}""", """{"n":"12345678901234567890123456789012345678901"}""")]
    [InlineData("""{"t":"a\u0000b","e":"","o":{},"l":[true,null]}""", """{"t":"a�b","e":"","o":{},"l":[true,null]}""")]
    public void Everything_else_stays_as_it_was_as_far_as_the_database_takes_it(string body, string kept) =>
        Assert.Equal($$"""{"headers":{},"query":{},"body":{{kept}}}""", PayloadRedaction.Of(Requests.Of("generic", "{}"), Body(body)));

    [Fact]
    public void A_number_of_many_digits_is_kept_as_far_as_256_of_them()
    {
        var kept = PayloadRedaction.Of(Requests.Of("generic", "{}"), Body($$"""{"n":{{new string('7', 300)}}}"""));
        Assert.Contains($"\"{new string('7', 256)}\"", kept, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_is_kept_to_a_depth_that_later_readers_take()
    {
        Assert.DoesNotContain("[too deep]", Kept(Objects(60)), StringComparison.Ordinal);
        Assert.Contains("""{"a":"[too deep]"}""", Kept(Objects(61)), StringComparison.Ordinal);
        Assert.DoesNotContain("[too deep]", Kept(Lists(59)), StringComparison.Ordinal);
        Assert.Contains("""["[too deep]"]""", Kept(Lists(60)), StringComparison.Ordinal);

        static string Objects(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
        static string Lists(int depth) => $$"""{"a":{{new string('[', depth)}}{{new string(']', depth)}}}""";
        static string Kept(string body) => PayloadRedaction.Of(Requests.Of("generic", "{}"), Body(body));
    }

    private static BodyReader Body(string json)
    {
        Assert.True(JsonBody.TryParseObject(Encoding.UTF8.GetBytes(json), out var body));
        return body;
    }
}

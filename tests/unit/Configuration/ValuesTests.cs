using System.Net;
using Vespid.Silo.Configuration;

namespace Vespid.Tests.Unit.Configuration;

public sealed class ValuesTests
{
    private enum Kind
    {
        One,
        Two,
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("ON", true)]
    [InlineData(" yes ", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("Off", false)]
    [InlineData(" no ", false)]
    public void A_yes_or_no_has_four_words_each(string value, bool meant)
    {
        Assert.Equal(meant, Values.Bool(value));
        Assert.Equal(meant, Values.Switch(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("maybe")]
    public void A_switch_that_says_nothing_known_is_on_and_any_other_setting_is_a_fault(string value)
    {
        Assert.True(Values.Switch(value));
        Assert.Equal("must be true or false", Fault(() => Values.Bool(value)));
    }

    [Fact]
    public void Numbers_are_whole_and_times_are_numbers()
    {
        Assert.Equal(-17, Values.Int("-17"));
        Assert.Equal(TimeSpan.FromSeconds(90), Values.Seconds("90"));
        Assert.Equal(TimeSpan.FromMilliseconds(90), Values.Milliseconds("90"));
        foreach (var value in new[] { "", "1.5", "1,000", "ten", "2147483648", "1e3", "(1)" })
            Assert.Equal("must be a whole number", Fault(() => Values.Int(value)));
    }

    [Fact]
    public void A_word_is_one_of_those_there_are_and_no_number()
    {
        Assert.Equal(Kind.Two, Values.Word<Kind>("TWO"));
        foreach (var value in new[] { "three", "", "7" })
            Assert.Equal("must be one of one, two", Fault(() => Values.Word<Kind>(value)));
    }

    [Fact]
    public void A_list_has_commas_between_its_items() => Assert.Equal(["a", "b:1"], Values.List(" a ,, b:1,"));

    [Fact]
    public void Networks_are_blocks()
    {
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8")], Values.Networks("10.0.0.0/8, fd00::/8"));
        Assert.Equal(
            "must be CIDR blocks with commas between them, for example 10.0.0.0/8", Fault(() => Values.Networks("10.0.0.0/8,proxy").ToList()));
    }

    [Fact]
    public void A_url_is_of_the_web()
    {
        Assert.Equal(new Uri("http://a.example/"), Values.Url("http://a.example/"));
        Assert.Equal(new Uri("https://a.example/"), Values.Url("https://a.example/"));
        foreach (var value in new[] { "ftp://a.example/", "a.example", "/path", "" })
            Assert.Equal("must be an http or https URL", Fault(() => Values.Url(value)));
    }

    [Fact]
    public void A_key_has_exactly_32_bytes()
    {
        Assert.Equal(Enumerable.Repeat((byte)7, 32), Values.Key(Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray())));
        foreach (var length in new[] { 0, 31, 33, 64, 65 })
            Assert.Equal("must be 32 bytes in base64", Fault(() => Values.Key(Convert.ToBase64String(new byte[length]))));
        Assert.Equal("must be 32 bytes in base64", Fault(() => Values.Key("not base64!")));
    }

    private static string Fault(Func<object> read) => Assert.Throws<FormatException>(read).Message;
}

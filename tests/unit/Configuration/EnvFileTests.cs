using Vespid.Silo.Configuration;

namespace Vespid.Tests.Unit.Configuration;

public sealed class EnvFileTests
{
    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("  A = b  ", "b")]
    [InlineData("A=b\r", "b")]
    [InlineData("export A=b", "b")]
    [InlineData("export   A=b", "b")]
    [InlineData("A=", "")]
    [InlineData("A=b=c==", "b=c==")]
    [InlineData("A=b # why", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A= # why", "")]
    [InlineData("A=#b", "#b")]
    [InlineData("A=\"b c\"", "b c")]
    [InlineData("A='b c'", "b c")]
    [InlineData("A=\" b \"", " b ")]
    [InlineData("A=\"b # c\"", "b # c")]
    [InlineData("A=\"b\" # why", "b")]
    [InlineData("A='b # c' # it's why", "b # c")]
    [InlineData("A=\"it's\"", "it's")]
    [InlineData("A='it's'", "it's")]
    [InlineData("A=\"\"", "")]
    [InlineData("A='' # none", "")]
    [InlineData("A=\"b'", "\"b'")]
    [InlineData("A=\"", "\"")]
    [InlineData("A=b\"", "b\"")]
    [InlineData("A=b \"c\"", "b \"c\"")]
    public void A_line_sets_a_value(string line, string value) => Assert.Equal(new Dictionary<string, string> { ["A"] = value }, EnvFile.Parse(line));

    [Fact]
    public void Comments_and_empty_lines_set_nothing_and_of_repeated_names_the_last_counts() => Assert.Equal(
        new Dictionary<string, string> { ["A"] = "2", ["a"] = "3" },
        EnvFile.Parse("\n# A=0\n  # indented\nA=1\n\n   \nA=2\na=3\n"));

    [Theory]
    [InlineData("A=1\n\nnothing here\n", 3)]
    [InlineData("=value", 1)]
    [InlineData("# fine\n  = value", 2)]
    [InlineData("export", 1)]
    [InlineData("export =b", 1)]
    public void A_line_that_is_neither_is_named(string text, int line) =>
        Assert.Equal($"line {line} is not NAME=value", Assert.Throws<FormatException>(() => EnvFile.Parse(text)).Message);
}

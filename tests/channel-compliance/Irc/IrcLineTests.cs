using System.Text;
using FsCheck.Fluent;
using Vespid.Channels;

namespace Vespid.Tests.Channels.Irc;

public sealed class IrcLineTests
{
    // From the IRCv3 message-tags specification and github.com/ircdocs/parser-tests.
    [Theory]
    [InlineData("@a=b;c=32;k;rt=ql7 foo", "FOO", "", "a=b c=32 k= rt=ql7", "")]
    [InlineData(@"@a=b\\and\nk;c=72\s45;d=gh\:764 foo", "FOO", "", "a=b\\and\nk c=72 45 d=gh;764", "")]
    [InlineData("@c;h=;a=b :quux ab cd", "AB", "quux", "c= h= a=b", "cd")]
    [InlineData(":coolguy!~ag@net\u00035w\u0003ork.admin PRIVMSG foo :bar baz", "PRIVMSG", "coolguy", "", "foo|bar baz")]
    [InlineData(":src AWAY", "AWAY", "src", "", "")]
    [InlineData(":src JOIN #chan  :", "JOIN", "src", "", "#chan|")]
    [InlineData("foo bar baz ::asdf", "FOO", "", "", "bar|baz|:asdf")]
    [InlineData(@"@tag1=value\ COMMAND", "COMMAND", "", "tag1=value", "")]
    public void Lines_are_read_as_published(string text, string command, string nick, string tags, string parameters)
    {
        var line = IrcLine.Parse(text)!;

        Assert.Equal((command, nick, parameters), (line.Command, line.Nick, string.Join('|', line.Parameters)));
        Assert.Equal(tags, string.Join(' ', line.Tags.Select(tag => $"{tag.Key}={tag.Value}")));
    }

    [Fact]
    public void No_line_throws() => Properties.Check(Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => (IrcLine.Parse(text ?? string.Empty)?.Last ?? string.Empty) is not null), 2000);

    [Theory]
    [InlineData("\u0002bold\u0002 \u000304,12red\u0003 plain \u00031,x", "bold red plain ,x")]
    [InlineData("\u0004ff0000hex\u000f", "hex")]
    [InlineData("\u0001ACTION waves\u0001", "waves")]
    [InlineData("\u0001VERSION\u0001", null)]
    [InlineData("3,4 is a pair", "3,4 is a pair")]
    public void Formatting_is_not_part_of_what_was_said(string trailing, string? said) => Assert.Equal(said, IrcText.Said(trailing));

    [Fact]
    public void No_line_is_longer_than_a_server_passes_on_and_no_character_is_cut() => Properties.Check(
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var message = string.Concat(Enumerable.Repeat((text ?? string.Empty) + "é😀 ", 40));
            var lines = IrcText.Lines(SafeText.Of(message), "vespid", "#ops");
            return lines.All(line => Encoding.UTF8.GetByteCount($":vespid!{new string('u', 10)}@{new string('h', 63)} PRIVMSG #ops :{line}") <= 510
                && line.IndexOfAny(['\r', '\n', '\0']) < 0 && Json.IsStorableText(line));
        }), 300);

    [Fact]
    public void Lines_of_a_text_are_lines_of_the_protocol() => Assert.Equal(["one", "two"], IrcText.Lines("one\r\n\r\ntwo\n", "vespid", "#ops"));
}

using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vespid.Channels;

namespace Vespid.Tests.Channels.Outbound;

public sealed class TextSplitterTests
{
    private static readonly string[] Pieces =
        ["a", "word", " ", "  ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\t", "é", "e\u0301", "日", "😀", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "\ud83d", "\ude00", "\u200d", "\u0301", "ก็"];

    private static readonly Arbitrary<(string Text, int Max, TextUnit Unit)> Cases = Arb.From(
        Gen.Elements(Pieces).ListOf().Resize(60).SelectMany(pieces =>
            Gen.Choose(4, 40).SelectMany(max => Gen.Elements(Enum.GetValues<TextUnit>()).Select(unit => (string.Concat(pieces), max, unit)))));

    [Fact]
    public void Parts_join_back_and_none_is_empty_or_too_long() => Properties.Check(
        Prop.ForAll(Cases, given =>
        {
            var parts = TextSplitter.Split(given.Text, given.Max, given.Unit);
            return string.Concat(parts) == given.Text && parts.All(part => part.Length > 0 && Size(part, given.Unit) <= given.Max);
        }),
        2000);

    [Fact]
    public void No_character_is_cut_unless_it_alone_is_too_long() => Properties.Check(
        Prop.ForAll(Cases, given => CutsOf(given.Text, given.Max, given.Unit).All(cut => IsBoundary(given.Text, cut) || IsWithinHuge(given.Text, cut, given.Max, given.Unit))), 2000);

    [Theory]
    [InlineData("first one\n\nsecond one", "first one\n\n|second one")]
    [InlineData("first\n\nline one\nline two is long", "first\n\n|line one\n|line two is|long")]
    [InlineData("one two three four five six", "one two three |four five six")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmno|pqrstuvwxyz")]
    [InlineData("a: bcdefghijklmnopqrstuvwxyz", "a: bcdefghijklm|nopqrstuvwxyz")]
    [InlineData("short", "short")]
    [InlineData("", "")]
    public void Cuts_where_a_reader_would(string text, string expected) =>
        Assert.Equal(expected.Replace("is|long", "is |long", StringComparison.Ordinal), string.Join('|', TextSplitter.Split(text, 15, TextUnit.Utf16CodeUnits)));

    [Theory]
    [InlineData("aa\n\nbbbb\nccc ddd", 12, "aa\n\nbbbb\n|ccc ddd")]
    [InlineData("aaa\n\nbbb\nccc ddd", 12, "aaa\n\n|bbb\nccc ddd")]
    [InlineData("aaaa\r\n\r\nbb ccc ddd", 12, "aaaa\r\n\r\n|bb ccc ddd")]
    [InlineData("a\n\nbb cc dd ee", 12, "a\n\nbb cc dd |ee")]
    [InlineData("\n\n\n\nabcdefghijkl", 12, "\n\n\n\nabcdefgh|ijkl")]
    [InlineData("aaaaa\n\n\nbbbbbbb", 12, "aaaaa\n\n\n|bbbbbbb")]
    [InlineData("aaaaa\nb\nbbbbbbbb", 12, "aaaaa\nb\n|bbbbbbbb")]
    [InlineData("\naaaaaaaaaaaaaa", 12, "\naaaaaaaaaaa|aaa")]
    [InlineData("aaaa\tbbbbbbbbb", 12, "aaaa\t|bbbbbbbbb")]
    [InlineData("aaa\tbbbbbbbbbb", 12, "aaa\tbbbbbbbb|bb")]
    [InlineData("aaaaaaaaaaaa", 12, "aaaaaaaaaaaa")]
    [InlineData("aaaaaaaaaaa bb", 12, "aaaaaaaaaaa |bb")]
    [InlineData("aaaaaaaaaaaa bb", 12, "aaaaaaaaaaaa| bb")]
    public void A_part_is_at_least_a_third_full(string text, int max, string expected) =>
        Assert.Equal(expected, string.Join('|', TextSplitter.Split(text, max, TextUnit.Utf16CodeUnits)));

    [Theory]
    [InlineData("eé日a", TextUnit.Utf16CodeUnits, "eé日a")]
    [InlineData("eé日a", TextUnit.Utf8Bytes, "eé|日a")]
    [InlineData("eé日a", TextUnit.CodePoints, "eé日a")]
    [InlineData("😀😀😀😀😀", TextUnit.Utf16CodeUnits, "😀😀|😀😀|😀")]
    [InlineData("😀😀😀😀😀", TextUnit.Utf8Bytes, "😀|😀|😀|😀|😀")]
    [InlineData("😀😀😀😀😀", TextUnit.CodePoints, "😀😀😀😀|😀")]
    [InlineData("👨\u200d👩\u200d👧\u200d👦", TextUnit.Utf16CodeUnits, "👨\u200d|👩\u200d|👧\u200d|👦")]
    [InlineData("👨\u200d👩\u200d👧\u200d👦", TextUnit.CodePoints, "👨\u200d👩\u200d|👧\u200d👦")]
    public void A_limit_of_four_counts_in_the_platforms_unit(string text, TextUnit unit, string expected)
    {
        Assert.Equal(expected, string.Join('|', TextSplitter.Split(text, 4, unit)));
        Assert.Equal(expected, string.Join('|', TextSplitter.Split(text, new ChannelCapabilities(4, unit, false, false, false, false))));
    }

    [Fact]
    public void Telegrams_limit_counts_utf16_units()
    {
        var parts = TextSplitter.Split(string.Concat(Enumerable.Repeat("😀", 4097)), 4096, TextUnit.Utf16CodeUnits);

        Assert.Equal([4096, 4096, 2], parts.Select(part => part.Length));
    }

    [Fact]
    public void A_limit_that_some_code_point_exceeds_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TextSplitter.Split("a", 3, TextUnit.Utf8Bytes));

    private static int Size(string text, TextUnit unit) => unit switch
    {
        TextUnit.Utf16CodeUnits => text.Length,
        TextUnit.Utf8Bytes => Encoding.UTF8.GetByteCount(text),
        _ => text.EnumerateRunes().Count(),
    };

    private static IEnumerable<int> CutsOf(string text, int max, TextUnit unit)
    {
        var at = 0;
        foreach (var part in TextSplitter.Split(text, max, unit))
        {
            at += part.Length;
            if (at < text.Length)
                yield return at;
        }
    }

    private static bool IsBoundary(string text, int at) => StringInfo.ParseCombiningCharacters(text).Contains(at);

    private static bool IsWithinHuge(string text, int at, int max, TextUnit unit)
    {
        var starts = StringInfo.ParseCombiningCharacters(text);
        var start = starts.Last(boundary => boundary < at);
        var end = starts.Append(text.Length).First(boundary => boundary > at);
        return Size(text[start..end], unit) > max;
    }
}

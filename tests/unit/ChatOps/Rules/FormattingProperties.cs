using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps.Rules;

/// <summary>Whatever somebody writes: nothing is lost, nobody is alerted, limits hold.</summary>
public sealed partial class FormattingProperties
{
    [Fact]
    public void The_form_keeps_the_text_is_nested_and_shows_the_same_in_its_own_form() => Properties.Check(
        Prop.ForAll(RichTexts.Wild, rich =>
        {
            var form = RichForm.Of(rich);
            return (form.Text == rich.Text && RichTexts.IsInForm(form)).ToProperty().And(Same(RichTexts.Shown(form), RichTexts.Shown(RichForm.Of(form)), RichTexts.Spans(rich)));
        }),
        3000);

    [Fact]
    public void Discord_shows_the_text_as_it_was_marked() => Properties.Check(
        Prop.ForAll(RichTexts.Wild, rich => Same(RichTexts.Shown(RichForm.Of(rich)), RichTexts.Shown(DiscordMarkup.Read(DiscordMarkup.Write(rich), RichTexts.Names)), DiscordMarkup.Write(rich))),
        3000);

    [Fact]
    public void Telegram_shows_the_text_as_it_was_marked() => Properties.Check(
        Prop.ForAll(RichTexts.Wild, rich => Same(RichTexts.Shown(RichForm.Of(rich)), RichTexts.Shown(TelegramHtml.Read(TelegramMarkup.Write(rich))), TelegramMarkup.Write(rich))),
        3000);

    [Fact]
    public void Telegrams_html_is_well_formed_and_as_long_as_it_is_measured() => Properties.Check(
        Prop.ForAll(RichTexts.Wild, rich =>
        {
            var html = XElement.Parse($"<r>{TelegramMarkup.Write(rich)}</r>", LoadOptions.PreserveWhitespace);
            return html.Value.Length == TelegramMarkup.Measure(rich) && Pings.Unguarded(html.Value) == rich.Text;
        }),
        3000);

    [Fact]
    public void No_translation_alerts_anybody_on_discord() => Properties.Check(
        Prop.ForAll(RichTexts.Wild, rich => !DiscordPing().IsMatch(DiscordMarkup.Write(rich))), 3000);

    [Fact]
    public void No_translation_alerts_anybody_on_telegram() => Properties.Check(
        Prop.ForAll(RichTexts.Wild, rich =>
        {
            var html = TelegramMarkup.Write(rich);
            var outsideOfCode = Tag().Replace(CodeInHtml().Replace(html, code => code.Value.Replace('@', ' ')), "");
            return !TelegramPing().IsMatch(outsideOfCode) && !html.Contains("tg://user", StringComparison.Ordinal);
        }),
        3000);

    [Fact]
    public void A_text_read_from_discord_reads_the_same_when_it_comes_back() => Properties.Check(
        Prop.ForAll(RichTexts.Wild, rich =>
        {
            var read = DiscordMarkup.Read(rich.Text, RichTexts.Names);
            return Same(RichTexts.IsInForm(read) ? "" : "not in form", "", "").And(Same(RichTexts.Shown(read), RichTexts.Shown(DiscordMarkup.Read(DiscordMarkup.Write(read), RichTexts.Names)), DiscordMarkup.Write(read)));
        }),
        3000);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parts_join_back_and_each_is_within_the_limit(bool onDiscord) => Properties.Check(
        Prop.ForAll(RichTexts.Long, Arb.From(Gen.Choose(26, 160)), (rich, max) =>
        {
            Func<RichText, int> measure = onDiscord ? DiscordMarkup.Measure : TelegramMarkup.Measure;
            var split = TextParts.Split(rich, max, reserveFirst: 10, maxParts: int.MaxValue, measure);
            var faults = split.Parts.Index().Where(part => measure(part.Item) > (part.Index == 0 ? max - 10 : max) || string.IsNullOrWhiteSpace(part.Item.Text)
                || char.IsLowSurrogate(part.Item.Text[0]) || char.IsHighSurrogate(part.Item.Text[^1]));
            return Same(WithoutBlanks(rich.Text), WithoutBlanks(string.Concat(split.Parts.Select(part => part.Text))), RichTexts.Spans(rich))
                .And((!split.Overflow && !faults.Any()).Label(string.Join('|', faults.Select(part => $"{part.Index}: {measure(part.Item)} {part.Item.Text}"))));
        }),
        1000);

    [Fact]
    public void No_link_and_no_code_is_cut_that_fits_into_a_message() => Properties.Check(
        Prop.ForAll(RichTexts.Long, rich =>
        {
            const int Max = 120;
            var form = RichForm.Of(rich);
            var parts = TextParts.Split(form, Max, 0, int.MaxValue, DiscordMarkup.Measure).Parts;
            var edges = StringInfo.ParseCombiningCharacters(form.Text).Append(form.Text.Length).ToHashSet();
            var cut = form.Spans.Where(span => span.Style is RichStyle.Link or RichStyle.Code or RichStyle.Pre)
                .Where(span => edges.Contains(span.Offset) && edges.Contains(span.End) && !string.IsNullOrWhiteSpace(form.Text[span.Offset..span.End]))
                .Where(span => DiscordMarkup.Measure(form.Slice(span.Offset, span.End)) <= Max)
                .Where(span => form.Spans.All(other => other == span || other.Offset >= span.End || other.End <= span.Offset))
                .Where(span => !parts.Any(part => part.Spans.Any(kept => kept.Style == span.Style && part.Text[kept.Offset..kept.End] == form.Text[span.Offset..span.End])));
            return (!cut.Any()).Label($"{string.Join(' ', cut)}\n{string.Join("\n---\n", parts.Select(DiscordMarkup.Write))}");
        }),
        1000);

    private static Property Same(string expected, string shown, string written) => (expected == shown).Label($"\nmeant   {expected}\nshown   {shown}\nwritten {written}");

    private static string WithoutBlanks(string text)
    {
        var kept = new StringBuilder();
        foreach (var character in text.Where(character => !char.IsWhiteSpace(character)))
            kept.Append(character);
        return kept.ToString();
    }

    [GeneratedRegex("@(everyone|here)|<@[!&]?[0-9]", RegexOptions.IgnoreCase)]
    private static partial Regex DiscordPing();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex("(?<![A-Za-z0-9])@[A-Za-z0-9_]")]
    private static partial Regex TelegramPing();

    [GeneratedRegex("<code[^>]*>.*?</code>|<pre[^>]*>.*?</pre>", RegexOptions.Singleline)]
    private static partial Regex CodeInHtml();
}

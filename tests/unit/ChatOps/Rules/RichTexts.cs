using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps.Rules;

/// <summary>Texts to write, read and cut.</summary>
internal static class RichTexts
{
    private static readonly string[] Pieces =
    [
        "a", "Word", " ", "  ", "\n", "\n\n", "\t", "é", "e\u0301", "日", "😀", "👨‍👩‍👧‍👦", "🇩🇪", "*", "**", "_", "__", "~", "~~", "|", "||", "`", "``", "```", "\\", "[", "](", ")", "<", ">", "> ", ">>> ",
        "# ", "### ", "-# ", "- ", "1. ", "@", "@everyone", "@here", "@alice_b", "<@123>", "<@&77>", "<#9>", "<:cat:12>", "<t:0:R>", "https://a.example/b_c?d=e", "https://a.example/**x**",
        "http://", "&", "&lt;", "<b>", "</b>", "\"", "'", "x@y.example", "¯\\_(ツ)_/¯",
    ];

    private static readonly RichStyle[] Styles = Enum.GetValues<RichStyle>();

    /// <summary>Any text with any spans: also such that overlap, are out of bounds, or begin within a pair.</summary>
    public static readonly Arbitrary<RichText> Wild = Arb.From(Texts(Pieces, 24).SelectMany(text => Spans(text).ListOf().Resize(6).Select(spans => new RichText(text, [.. spans]))));

    /// <summary>Long enough to be cut.</summary>
    public static readonly Arbitrary<RichText> Long = Arb.From(Texts(Pieces, 120).SelectMany(text => Spans(text).ListOf().Resize(10).Select(spans => new RichText(text, [.. spans]))));

    public static readonly IDiscordNames Names = new KnownNames();

    /// <summary>What a reader sees, character by character: the character and how it is shown; blanks show no style.</summary>
    public static string Shown(RichText rich)
    {
        var shown = new StringBuilder();
        for (var i = 0; i < rich.Text.Length; i++)
        {
            var character = rich.Text[i];
            if (character is Pings.Guard or WebAddress.End)
                continue;
            shown.Append(character);
            if (char.IsWhiteSpace(character))
                continue;
            var styles = rich.Spans.Where(span => span.Offset <= i && i < span.End && span.Style != RichStyle.Mention).Select(span => span.Style).Distinct().Order();
            foreach (var style in styles)
                shown.Append('{').Append(style).Append('}');
        }

        return shown.ToString();
    }

    public static string Spans(RichText rich) => string.Join(' ', rich.Spans.Select(span => $"{span.Style}[{span.Offset}..{span.End}]"));

    public static bool IsInForm(RichText rich) => rich.Spans.All(span => span.Length > 0 && span.Offset >= 0 && span.End <= rich.Text.Length)
        && rich.Spans.Index().All(one => rich.Spans.Skip(one.Index + 1).All(other => IsNested(one.Item, other)));

    private static bool IsNested(RichSpan outer, RichSpan other) => other.Offset >= outer.End || (other.Offset >= outer.Offset && other.End <= outer.End && !outer.IsCode);

    private static Gen<string> Texts(string[] pieces, int most) => Gen.Elements(pieces).ListOf().Resize(most).Select(string.Concat);

    private static Gen<RichSpan> Spans(string text) =>
        Gen.Choose(-1, text.Length + 1).SelectMany(start => Gen.Choose(0, Math.Max(1, text.Length / 2)).SelectMany(length => Gen.Elements(Styles)
            .Select(style => new RichSpan(start, length, style, style switch { RichStyle.Link => "https://l.example/p_q__r(1)*2", RichStyle.Pre => "c#", _ => null }))));

    private sealed class KnownNames : IDiscordNames
    {
        public string? User(string id) => id == "123" ? "alice" : null;

        public string? Role(string id) => id == "77" ? "on call" : null;

        public string? Channel(string id) => id == "9" ? "general" : null;
    }
}

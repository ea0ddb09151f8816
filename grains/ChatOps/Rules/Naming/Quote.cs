using System.Text;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>What a message answers, in short.</summary>
internal static class Quote
{
    private const int Graphemes = 100;
    private const int Lines = 2;
    private const char Hidden = '\u2588';

    /// <summary>Whether something in it is hidden.</summary>
    public static bool HidesAny(string? quote) => quote?.Contains(Hidden, StringComparison.Ordinal) == true;

    /// <summary>At most two lines and a hundred graphemes; empty when there is nothing to tell.</summary>
    public static string Of(string plain) => Snippet.Of(
        string.Join('\n', plain.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Take(Lines)), Graphemes, unitsEach: 4);

    /// <summary>The same of a text whose spoilers stay closed.</summary>
    public static string Of(RichText rich)
    {
        var shown = new StringBuilder(rich.Text);
        foreach (var spoiler in rich.Spans.Where(span => span.Style == RichStyle.Spoiler))
        {
            for (var i = Math.Max(0, spoiler.Offset); i < Math.Min(spoiler.End, shown.Length); i++)
                shown[i] = char.IsWhiteSpace(shown[i]) ? shown[i] : Hidden;
        }

        return Of(shown.ToString());
    }
}

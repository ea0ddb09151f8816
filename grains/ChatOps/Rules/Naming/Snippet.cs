using System.Globalization;

namespace Vespid.Grains.ChatOps;

/// <summary>The beginning of a text, cut between graphemes.</summary>
internal static class Snippet
{
    public static string Of(string text, int graphemes = 160)
    {
        var at = 0;
        for (var count = 0; count < graphemes && at < text.Length; count++)
            at += StringInfo.GetNextTextElementLength(text, at);
        return at >= text.Length ? text : text[..at] + "…";
    }
}

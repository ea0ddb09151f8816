using System.Globalization;

namespace Vespid.Grains.ChatOps;

/// <summary>The beginning of a text, cut between graphemes.</summary>
internal static class Snippet
{
    /// <summary>So many graphemes at most, and then an ellipsis.</summary>
    /// <param name="text">Text.</param>
    /// <param name="graphemes">Characters as people see them.</param>
    /// <param name="unitsEach">UTF-16 units for each, all in all: one may be made of hundreds, and what is short to look at must be short to send.</param>
    public static string Of(string text, int graphemes = 160, int unitsEach = 8)
    {
        var end = 0;
        for (var count = 0; count < graphemes && end < text.Length; count++)
        {
            var next = end + StringInfo.GetNextTextElementLength(text, end);
            if (next > graphemes * unitsEach)
                break;
            end = next;
        }

        return end >= text.Length ? text : text[..end] + "…";
    }
}

namespace Vespid.Grains.ChatOps;

/// <summary>What Discord reads at the start of a line.</summary>
internal static class DiscordLines
{
    /// <summary>Whether the character at <paramref name="at"/> would make its line a quote, a heading, small print, or a number that Discord counts anew.</summary>
    public static bool NeedsEscape(string text, int at) => text[at] switch
    {
        '>' or '#' => IsFirst(text, at),
        '-' => at + 1 < text.Length && text[at + 1] == '#' && IsFirst(text, at),
        '.' => IsNumbered(text, at),
        _ => false,
    };

    private static bool IsFirst(string text, int at)
    {
        var i = at;
        while (i > 0 && text[i - 1] == ' ')
            i--;
        return i == 0 || text[i - 1] == '\n';
    }

    private static bool IsNumbered(string text, int at)
    {
        if (at + 1 < text.Length && text[at + 1] != ' ')
            return false;
        var i = at;
        while (i > 0 && char.IsAsciiDigit(text[i - 1]))
            i--;
        return i < at && IsFirst(text, i);
    }
}

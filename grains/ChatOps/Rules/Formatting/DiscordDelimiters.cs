namespace Vespid.Grains.ChatOps;

/// <summary>Where a style ends.</summary>
internal static class DiscordDelimiters
{
    /// <summary>Offset of the closing delimiter of the style that opens at <paramref name="at"/>; -1 when it is not one.</summary>
    public static int End(string content, int at, string delimiter)
    {
        var first = at + delimiter.Length;
        if (delimiter is "*" && (first >= content.Length || char.IsWhiteSpace(content[first])))
            return -1;
        var i = first;
        while (i < content.Length)
        {
            if (content[i] == '\\' && i + 1 < content.Length)
            {
                i += 2;
                continue;
            }

            if (delimiter.Length == 1 && IsDouble(content, i, delimiter[0]))
            {
                // Within italics a pair belongs to another style, unless it ends the italics first.
                i += 2;
                continue;
            }

            var isHere = i > first && IsHere(content, i, delimiter);
            if (isHere && MayEnd(content, i, delimiter))
                return i;
            // A single one that does not end italics cannot be in them.
            if (delimiter.Length == 1 && content[i] == delimiter[0])
                return -1;
            i++;
        }

        return -1;
    }

    private static bool IsHere(string content, int at, string delimiter) => string.CompareOrdinal(content, at, delimiter, 0, delimiter.Length) == 0;

    // In a run of more than a pair the last one is single.
    private static bool IsDouble(string content, int at, char character) => at + 1 < content.Length && content[at] == character && content[at + 1] == character;

    private static bool MayEnd(string content, int at, string delimiter)
    {
        var after = at + delimiter.Length < content.Length ? content[at + delimiter.Length] : '\0';
        return delimiter switch
        {
            "**" or "__" => after != delimiter[0],
            "*" => after != '*' && !char.IsWhiteSpace(content[at - 1]),
            "_" => !char.IsAsciiLetterOrDigit(after) && after != '_',
            _ => true,
        };
    }
}

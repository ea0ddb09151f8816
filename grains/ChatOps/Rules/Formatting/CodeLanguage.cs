namespace Vespid.Grains.ChatOps;

/// <summary>Names of languages that both platforms take behind a fence.</summary>
internal static class CodeLanguage
{
    private const int Longest = 32;

    public static bool IsOne(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > Longest)
            return false;
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '+' or '-' or '.' or '#'))
                return false;
        }

        return true;
    }
}

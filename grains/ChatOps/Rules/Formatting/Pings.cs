namespace Vespid.Grains.ChatOps;

/// <summary>Text that would alert somebody gets a character without width behind its at sign: it looks the same and alerts nobody.</summary>
internal static class Pings
{
    /// <summary>U+200B.</summary>
    public const char Guard = '\u200B';

    /// <summary>Whether Discord could take the at sign at <paramref name="at"/> for everyone, here, a role or a user.</summary>
    public static bool OnDiscord(ReadOnlySpan<char> text, int at)
    {
        var rest = text[(at + 1)..];
        return rest.StartsWith("everyone", StringComparison.OrdinalIgnoreCase)
            || rest.StartsWith("here", StringComparison.OrdinalIgnoreCase)
            || (at > 0 && text[at - 1] == '<');
    }

    /// <summary>Whether Telegram could take the at sign at <paramref name="at"/> for the start of a user name; behind a letter or digit it is an address.</summary>
    public static bool OnTelegram(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && IsWord(text[at + 1]) && (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]));

    /// <summary>Without the guards of either platform.</summary>
    public static string Unguarded(string text) => text.Replace("\u200B", "", StringComparison.Ordinal);

    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}

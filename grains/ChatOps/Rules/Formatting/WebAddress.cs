using System.Text;

namespace Vespid.Grains.ChatOps;

/// <summary>Addresses of links, and those that stand in a text.</summary>
internal static class WebAddress
{
    /// <summary>U+FEFF, which is not to be seen, and which addresses that stand in a text end at.</summary>
    public const char End = '\uFEFF';

    private const int Longest = 1024;

    // Characters that Discord would read as formatting if they stood in an address that it shows as it is.
    private static readonly string[] Formatting = ["*", "`", "|", "~~", "__", "\\", "[", "]", "@", "<", ">"];

    /// <summary>Whether a link can go there: also as it is written, since what is escaped in a name before the host leaves no host.</summary>
    public static bool IsOne(string? address) =>
        address is { Length: <= Longest } && StartsOne(address) && AsTarget(address) is { Length: <= Longest } target
        && Uri.TryCreate(target, UriKind.Absolute, out var url) && url.Host.Length > 0;

    /// <summary>Length of the address that starts at <paramref name="at"/>, up to the next blank; 0 for none, or for one that must not be shown as it is.</summary>
    public static int RawLength(string text, int at)
    {
        var rest = text.AsSpan(at);
        if ((at > 0 && char.IsAsciiLetterOrDigit(text[at - 1])) || !StartsOne(rest))
            return 0;
        var end = 0;
        while (end < rest.Length && !char.IsWhiteSpace(rest[end]) && rest[end] is not ('<' or End))
            end++;
        // Whatever is written for the angle bracket would run into the address.
        if (end < rest.Length && rest[end] == '<')
            return 0;
        var address = rest[..end];
        foreach (var formatting in Formatting)
        {
            if (address.Contains(formatting, StringComparison.Ordinal))
                return 0;
        }

        return address.Length > "https://".Length ? end : 0;
    }

    /// <summary>As the target of a masked link: nothing in it ends the link or a style around it.</summary>
    public static string AsTarget(string address)
    {
        var target = new StringBuilder(address.Length);
        for (var i = 0; i < address.Length; i++)
        {
            var character = address[i];
            var doubled = character is '_' or '~' && i > 0 && address[i - 1] == character;
            if (doubled || character is '*' or '`' or '|' or '\\' or '<' or '>' or '(' or ')' or '@' || char.IsWhiteSpace(character) || char.IsControl(character))
                target.Append(Uri.HexEscape(character < 0x80 ? character : ' '));
            else
                target.Append(character);
        }

        return target.ToString();
    }

    private static bool StartsOne(ReadOnlySpan<char> text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}

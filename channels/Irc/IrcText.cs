using System.Text;

namespace Vespid.Channels;

/// <summary>Text in and out of lines.</summary>
internal static class IrcText
{
    private const char Ctcp = '\u0001';
    private const string Action = "ACTION ";
    private const char Color = '\u0003';
    private const char HexColor = '\u0004';
    private const string Formats = "\u0002\u001D\u001F\u001E\u0011\u0016\u000F";

    // A server repeats the line to others with our source in front: nick, and up to so much of user and host.
    private const int Line = 510;
    private const int UserAndHost = 1 + 10 + 1 + 63;

    /// <summary>Lines that a text becomes, none of which a server would cut.</summary>
    public static List<string> Lines(string text, string nick, string target)
    {
        var max = Line - 1 - nick.Length - UserAndHost - " PRIVMSG  :".Length - Encoding.UTF8.GetByteCount(target);
        return [.. text.Replace("\0", string.Empty, StringComparison.Ordinal).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(line => TextSplitter.Split(line, Math.Max(max, 64), TextUnit.Utf8Bytes))
            .Select(part => part.TrimEnd()).Where(part => part.Length > 0)];
    }

    /// <summary>What a person said, without formatting; null for a client's question to a client.</summary>
    public static string? Said(string trailing)
    {
        var text = trailing;
        if (text.StartsWith(Ctcp))
        {
            text = text.Trim(Ctcp);
            if (!text.StartsWith(Action, StringComparison.Ordinal))
                return null;
            text = text[Action.Length..];
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Color)
                i += ColorLength(text.AsSpan(i + 1));
            else if (text[i] == HexColor)
                i += Run(text.AsSpan(i + 1), 6, char.IsAsciiHexDigit);
            else if (!Formats.Contains(text[i], StringComparison.Ordinal))
                plain.Append(text[i]);
        }

        return plain.ToString();
    }

    private static int ColorLength(ReadOnlySpan<char> text)
    {
        var length = Run(text, 2, char.IsAsciiDigit);
        if (length > 0 && length + 1 < text.Length && text[length] == ',' && Run(text[(length + 1)..], 2, char.IsAsciiDigit) is var background and > 0)
            length += 1 + background;
        return length;
    }

    private static int Run(ReadOnlySpan<char> text, int max, Func<char, bool> fits)
    {
        var length = 0;
        while (length < max && length < text.Length && fits(text[length]))
            length++;
        return length;
    }
}

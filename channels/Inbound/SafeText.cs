namespace Vespid.Channels;

/// <summary>Text that every store and encoder takes.</summary>
internal static class SafeText
{
    private const char Replacement = '\uFFFD';

    /// <summary>U+0000 and lone surrogates become U+FFFD.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0'))
            return text;
        var first = FirstFault(text, 0);
        if (first < 0)
            return text;
        return string.Create(text.Length, (text, first), static (span, state) =>
        {
            state.text.CopyTo(span);
            for (var at = state.first; at >= 0; at = FirstFault(state.text, at + 1))
                span[at] = Replacement;
        });
    }

    /// <summary>At most <paramref name="length"/> UTF-16 units, no pair cut.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        return char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }

    private static int FirstFault(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (text[i] == '\0' || char.IsSurrogate(text[i]))
                return i;
        }

        return -1;
    }
}

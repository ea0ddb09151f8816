namespace Vespid.Channels;

/// <summary>Cuts a text into messages that a platform takes.</summary>
public static class TextSplitter
{
    /// <summary>Parts that a channel takes.</summary>
    public static IReadOnlyList<string> Split(string text, ChannelCapabilities capabilities) =>
        Split(text, capabilities.MaxTextLength, capabilities.TextUnit);

    /// <summary>
    /// Parts in order that join back to <paramref name="text"/>, none longer than <paramref name="max"/>, none empty; no parts for an empty text. Cuts
    /// after a paragraph, else after a line, else after a blank, if the part is more than a third full then; else between two characters as people
    /// see them. Only a single such character longer than <paramref name="max"/> is cut itself.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="max"/> is below 4, so that not every code point fits.</exception>
    public static IReadOnlyList<string> Split(string text, int max, TextUnit unit)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 4);
        var parts = new List<string>();
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var length = TextCut.Next(rest, max, unit);
            parts.Add(rest[..length].ToString());
            rest = rest[length..];
        }

        return parts;
    }
}

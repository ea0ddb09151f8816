using System.Globalization;
using System.Text;

namespace Vespid.Channels;

/// <summary>Where the next part of a text ends.</summary>
internal static class TextCut
{
    public static int Next(ReadOnlySpan<char> text, int max, TextUnit unit)
    {
        int used = 0, end = 0, paragraph = 0, line = 0, blank = 0;
        while (end < text.Length)
        {
            var cluster = StringInfo.GetNextTextElementLength(text[end..]);
            var size = Measure(text.Slice(end, cluster), unit);
            if (used + size > max)
                return Best(end, paragraph, line, blank) is > 0 and var cut ? cut : WithinCluster(text[..cluster], max, unit);

            var first = text[end];
            var newline = first is '\n' or '\r';
            used += size;
            end += cluster;
            if (newline && line == end - cluster && line > 0)
                paragraph = end;
            if (newline)
                line = end;
            if (newline || char.IsWhiteSpace(first))
                blank = end;
        }

        return end;
    }

    /// <summary>The best place that does not leave the part almost empty.</summary>
    private static int Best(int end, int paragraph, int line, int blank)
    {
        var least = end / 3;
        return paragraph > least ? paragraph : line > least ? line : blank > least ? blank : end;
    }

    public static int Measure(ReadOnlySpan<char> text, TextUnit unit)
    {
        if (unit == TextUnit.Utf16CodeUnits)
            return text.Length;
        if (unit == TextUnit.Utf8Bytes)
            return Encoding.UTF8.GetByteCount(text);
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }

    private static int WithinCluster(ReadOnlySpan<char> cluster, int max, TextUnit unit)
    {
        int used = 0, end = 0;
        while (end < cluster.Length)
        {
            Rune.DecodeFromUtf16(cluster[end..], out _, out var consumed);
            var size = Measure(cluster.Slice(end, consumed), unit);
            if (used + size > max)
                break;
            used += size;
            end += consumed;
        }

        return end;
    }
}

using System.Globalization;

namespace Vespid.Channels;

/// <summary>
/// JSON may escape what is no text: half a surrogate pair, which no reader can decode, and U+0000, which the database refuses. Both become U+FFFD.
/// </summary>
internal static class JsonText
{
    private const int EscapeLength = 6;

    /// <summary>The same bytes when there is nothing to replace, else a copy of the same length.</summary>
    public static byte[] Readable(byte[] json)
    {
        if (!json.AsSpan().Contains((byte)'\\'))
            return json;
        byte[]? copy = null;
        for (var i = 0; i < json.Length;)
        {
            if (json[i] != '\\')
            {
                i++;
                continue;
            }

            if (!TryReadEscape(json, i, out var unit))
            {
                i += 2;
                continue;
            }

            var pair = char.IsHighSurrogate(unit) && TryReadEscape(json, i + EscapeLength, out var low) && char.IsLowSurrogate(low);
            if (unit == '\0' || (char.IsSurrogate(unit) && !pair))
            {
                copy ??= (byte[])json.Clone();
                "\\uFFFD"u8.CopyTo(copy.AsSpan(i));
            }

            i += pair ? 2 * EscapeLength : EscapeLength;
        }

        return copy ?? json;
    }

    private static bool TryReadEscape(byte[] json, int at, out char unit)
    {
        unit = default;
        if (at + EscapeLength > json.Length || json[at] != '\\' || json[at + 1] != 'u'
            || !ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return false;
        unit = (char)value;
        return true;
    }
}

using System.Globalization;
using System.Text;

namespace Vespid.Storage.Commits;

/// <summary>
/// Makes text storable. PostgreSQL takes no U+0000, and no lone surrogate has a UTF-8 form: both become U+FFFD, so that one odd
/// character costs neither the message nor the batch.
/// </summary>
internal static class PostgresText
{
    private const char Replacement = '\uFFFD';

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static string? Clean(string? text)
    {
        if (text is null)
            return null;
        if (text.Contains('\0'))
            text = text.Replace('\0', Replacement);
        return text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text : ReplaceLoneSurrogates(text);
    }

    /// <summary>The same for JSON text, where the characters may also be escaped: <c>jsonb</c> refuses those, and so does every reader of a <c>json</c> column.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(json))]
    public static string? CleanJson(string? json)
    {
        json = Clean(json);
        return json is null || !json.Contains("\\u", StringComparison.Ordinal) ? json : ReplaceEscapes(json);
    }

    public static byte[] CleanJson(byte[] json) =>
        json.AsSpan().IndexOf("\\u"u8) < 0 ? json : Encoding.UTF8.GetBytes(ReplaceEscapes(Encoding.UTF8.GetString(json)));

    private static string ReplaceLoneSurrogates(string text)
    {
        StringBuilder? result = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else
                (result ??= new StringBuilder(text))[i] = Replacement;
        }

        return result?.ToString() ?? text;
    }

    private static string ReplaceEscapes(string json)
    {
        StringBuilder? result = null;
        for (var i = 0; i < json.Length - 1; i++)
        {
            if (json[i] != '\\')
                continue;
            var unit = Unit(json, i);
            if (unit < 0)
            {
                i++;
                continue;
            }

            if (char.IsHighSurrogate((char)unit) && Unit(json, i + 6) is >= 0xDC00 and <= 0xDFFF)
                i += 6;
            else if (unit == 0 || char.IsSurrogate((char)unit))
                "fffd".CopyTo(0, result ??= new StringBuilder(json), i + 2);
            i += 5;
        }

        return result?.ToString() ?? json;
    }

    private static void CopyTo(this string source, int start, StringBuilder target, int at)
    {
        for (var i = start; i < source.Length; i++)
            target[at + i] = source[i];
    }

    /// <summary>UTF-16 unit that the escape at a position stands for; -1 when there is none.</summary>
    private static int Unit(string json, int at) =>
        at + 6 <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && int.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? unit
            : -1;
}

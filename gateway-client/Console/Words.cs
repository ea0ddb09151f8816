using System.Globalization;
using System.Text;

namespace Vespid.Gateway.Console;

/// <summary>How figures, times and texts are written.</summary>
public static class Words
{
    public const string Dash = "–";
    private const int SnippetGraphemes = 160;

    /// <summary>With zone, to the second: <c>2026-02-22 10:20:30 UTC</c>.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>In one unit: a person wants to know whether it is seconds or hours.</summary>
    public static string Span(TimeSpan? span) => span switch
    {
        null => Dash,
        { TotalSeconds: < 1 } => "under 1 s",
        { TotalMinutes: < 2 } some => $"{(int)some.TotalSeconds} s",
        { TotalHours: < 2 } some => $"{(int)some.TotalMinutes} min",
        { TotalDays: < 2 } some => $"{(int)some.TotalHours} h",
        { } some => $"{(int)some.TotalDays} d",
    };

    public static string OrDash(string? text) => string.IsNullOrWhiteSpace(text) ? Dash : text;

    /// <summary>On one line, cut between what a reader sees as characters.</summary>
    public static string Snippet(string? text, int graphemes = SnippetGraphemes)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Dash;
        var line = new StringBuilder();
        var elements = StringInfo.GetTextElementEnumerator(text.Trim());
        for (var count = 0; elements.MoveNext(); count++)
        {
            if (count == graphemes)
                return line.Append('…').ToString();
            var element = elements.GetTextElement();
            line.Append(element is "\n" or "\r\n" or "\r" or "\t" ? " " : element);
        }

        return line.ToString();
    }

    /// <summary>A word of a vocabulary as people write it: <c>dead_letter</c> becomes <c>dead letter</c>.</summary>
    public static string Plain(string? word) => OrDash(word).Replace('_', ' ');
}

using System.Globalization;

namespace Vespid.Grains.ChatOps;

/// <summary>
/// Tells edits of a message apart, and which is the newer: a platform may tell again what is known, and whoever took that for news would change the text back. A mark is
/// a time, and a number where the time is too coarse.
/// </summary>
internal static class EditMarks
{
    /// <summary>Telegram's numbers of updates begin anew now and then, its times do not.</summary>
    public static string OfTelegram(DateTimeOffset at, string? updateId) => $"{at.ToString("O", CultureInfo.InvariantCulture)} {updateId}";

    /// <summary>Marks that cannot be read have no order.</summary>
    public static bool IsOlder(string? mark, string? known) => Read(mark) is { } one && Read(known) is { } other && one.CompareTo(other) < 0;

    private static (DateTimeOffset At, long Number)? Read(string? mark)
    {
        var parts = (mark ?? "").Split(' ', 2);
        return DateTimeOffset.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? (at, parts.Length > 1 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            : null;
    }
}

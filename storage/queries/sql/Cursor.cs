using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Vespid.Storage.Queries;

/// <summary>Key of the last row of a page, as opaque text: the name of the list, then the parts of the key.</summary>
internal static class Cursor
{
    private const char Separator = '\u001f';

    public static string Write(string list, params ReadOnlySpan<string> parts) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{list}{Separator}{string.Join(Separator, parts)}"));

    public static string Write(string list, DateTimeOffset time, Guid id) =>
        Write(list, time.UtcTicks.ToString(CultureInfo.InvariantCulture), id.ToString("N"));

    public static string Write(string list, Guid id) => Write(list, id.ToString("N"));

    public static string Write(string list, long seq) => Write(list, seq.ToString(CultureInfo.InvariantCulture));

    /// <summary>The parts of a cursor of this list; null without a cursor.</summary>
    /// <exception cref="InvalidCursorException">It is of another list, or made up.</exception>
    public static string[]? Read(string list, string? cursor, int count)
    {
        if (cursor is null)
            return null;
        if (cursor.Length > 4096 || !Base64Url.IsValid(cursor))
            throw new InvalidCursorException();
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(Separator);
        return parts.Length == count + 1 && parts[0] == list
            ? parts[1..]
            : throw new InvalidCursorException();
    }

    public static Guid? ReadId(string list, string? cursor) => Read(list, cursor, 1) is [var id] ? Id(id) : null;

    public static long? ReadSeq(string list, string? cursor) =>
        Read(list, cursor, 1) is not [var seq] ? null : long.TryParse(seq, CultureInfo.InvariantCulture, out var value) ? value : throw new InvalidCursorException();

    public static (DateTimeOffset Time, Guid Id)? ReadTimeAndId(string list, string? cursor) =>
        Read(list, cursor, 2) is not [var ticks, var id]
            ? null
            : long.TryParse(ticks, CultureInfo.InvariantCulture, out var value) && value >= 0 && value <= DateTimeOffset.MaxValue.UtcTicks
                ? (new DateTimeOffset(value, TimeSpan.Zero), Id(id))
                : throw new InvalidCursorException();

    public static Guid Id(string text) => Guid.TryParseExact(text, "N", out var id) ? id : throw new InvalidCursorException();

    /// <summary>Cuts the surplus row that tells whether there is a next page.</summary>
    public static Page<T> Page<T>(List<T> rows, int take, Func<T, string> write)
    {
        if (rows.Count <= take)
            return new Page<T>(rows, null);
        rows.RemoveRange(take, rows.Count - take);
        return new Page<T>(rows, write(rows[^1]));
    }
}

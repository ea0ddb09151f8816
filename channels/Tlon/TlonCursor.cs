using System.Globalization;

namespace Vespid.Channels;

/// <summary>Where reading goes on: our channel on the ship, which keeps events until they are acknowledged, and the last event that was committed.</summary>
/// <param name="Channel">Name of the channel.</param>
/// <param name="Event">-1 before the first.</param>
internal sealed record TlonCursor(string Channel, long Event)
{
    public static TlonCursor? Parse(string? text)
    {
        var parts = text?.Split('/');
        return parts is [{ Length: > 0 and <= 64 } channel, var at] && long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new(channel, number) : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Channel}/{Event}");
}

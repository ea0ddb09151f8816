using System.Globalization;

namespace Vespid.Channels;

/// <summary>Times as platforms write them. What is no time, or none of this era, counts as not given: the receiver's clock then holds.</summary>
internal static class PlatformTime
{
    private const double Milliseconds = 1e12;
    private const double Seconds = 1e9;
    private const double LastSecond = 253_402_300_799;

    /// <summary>Above 1e12 milliseconds, above 1e9 seconds, else none; a text that is no number is a date.</summary>
    public static DateTimeOffset? Auto(BodyReader value) => value.Number switch
    {
        { } number when number > Milliseconds => FromSeconds(number / 1000),
        { } number when number > Seconds => FromSeconds(number),
        { } => null,
        null => Raw(value),
    };

    /// <summary>Seconds; what is no number is read as <see cref="Auto"/>.</summary>
    public static DateTimeOffset? Unix(BodyReader value) => value.Number is { } seconds ? FromSeconds(seconds) : Auto(value);

    /// <summary>A date in text.</summary>
    public static DateTimeOffset? Raw(BodyReader value) =>
        value.Text is { Length: <= 64 } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        && time >= DateTimeOffset.UnixEpoch ? time.ToUniversalTime() : null;

    private static DateTimeOffset? FromSeconds(double seconds) =>
        seconds is > 0 and <= LastSecond ? DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Floor(seconds * 1000)) : null;
}

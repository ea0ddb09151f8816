using System.Globalization;
using System.Net;

namespace Vespid.Silo.Configuration;

/// <summary>Reads values of settings; each fault says what the value should look like.</summary>
internal static class Values
{
    public static int Int(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException("must be a whole number");

    public static TimeSpan Seconds(string value) => TimeSpan.FromSeconds(Int(value));

    public static TimeSpan Milliseconds(string value) => TimeSpan.FromMilliseconds(Int(value));

    /// <summary>On unless it is 0, false, off or no.</summary>
    public static bool Switch(string value) => value.Trim().ToLowerInvariant() is not ("0" or "false" or "off" or "no");

    public static bool Bool(string value) => value.Trim().ToLowerInvariant() switch
    {
        "1" or "true" or "on" or "yes" => true,
        "0" or "false" or "off" or "no" => false,
        _ => throw new FormatException("must be true or false"),
    };

    public static T Word<T>(string value)
        where T : struct, Enum =>
        Enum.TryParse<T>(value, ignoreCase: true, out var word) && Enum.IsDefined(word)
            ? word
            : throw new FormatException($"must be one of {string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()))}");

    public static string Host(string value) =>
        Uri.CheckHostName(value) == UriHostNameType.Unknown ? throw new FormatException("must be a host name or an IP address") : value;

    public static DateTimeOffset Time(string value) =>
        DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw new FormatException("must be a day or time of ISO 8601, for example 2026-01-31");

    public static string Name(string value) =>
        value.Length <= 64 && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')
            ? value
            : throw new FormatException("must be 1 to 64 letters, digits, dots, hyphens or underscores");

    public static string Hash(string value) =>
        value.Length == 64 && value.All(char.IsAsciiHexDigit) ? value.ToLowerInvariant() : throw new FormatException("must be 64 hexadecimal digits");

    public static string Digest(string value) =>
        value.StartsWith("sha256:", StringComparison.Ordinal) && value.Length == 71 && value.Skip(7).All(char.IsAsciiHexDigitLower)
            ? value
            : throw new FormatException("must be sha256: and 64 hexadecimal digits in lower case");

    public static IEnumerable<string> List(string value) =>
        value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static IEnumerable<IPNetwork> Networks(string value) =>
        List(value).Select(text => IPNetwork.TryParse(text, out var network) ? network : throw new FormatException("must be CIDR blocks with commas between them, for example 10.0.0.0/8"));

    public static Uri Url(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url! : throw new FormatException("must be an http or https URL");

    public static Uri Redis(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "redis" or "rediss" && url.Host.Length > 0
            ? url!
            : throw new FormatException("must be a redis:// or rediss:// URL");

    public static byte[] Key(string value)
    {
        var key = new byte[64];
        return Convert.TryFromBase64String(value, key, out var length) && length == 32 ? key[..length] : throw new FormatException("must be 32 bytes in base64");
    }
}

using System.Globalization;

namespace Vespid.Silo.Logging.Forwarding;

/// <summary>Where log lines go besides standard error.</summary>
/// <param name="Kind"><c>tcp</c>, <c>udp</c> or <c>stdout</c>.</param>
/// <param name="Host">Name or address; empty for <c>stdout</c>.</param>
/// <param name="Port">1 to 65535; 0 for <c>stdout</c>.</param>
internal sealed record LogTarget(string Kind, string Host, int Port)
{
    public const string Tcp = "tcp";
    public const string Udp = "udp";
    public const string Stdout = "stdout";

    /// <exception cref="FormatException">It is no target.</exception>
    public static LogTarget Parse(string text)
    {
        if (text.Trim() is Stdout or "stdout://")
            return new LogTarget(Stdout, "", 0);
        return Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) && url.Scheme is Tcp or Udp && url.Host.Length > 0 && url.Port is > 0 and < 65536
            && url.PathAndQuery is "/" or "" && url.UserInfo.Length == 0
            ? new LogTarget(url.Scheme, url.IdnHost, url.Port)
            : throw new FormatException("must be tcp://host:port, udp://host:port or stdout, several with commas between them");
    }

    public override string ToString() => Kind == Stdout ? Stdout : string.Create(CultureInfo.InvariantCulture, $"{Kind}://{Host}:{Port}");
}

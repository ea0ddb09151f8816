using System.Security.Cryptography;
using System.Text;

namespace Vespid.Channels;

/// <summary>How an account connects. Holds a password: never log it.</summary>
internal sealed class IrcSettings
{
    public const string ServerSetting = "serverUrl";

    private const int TlsPort = 6697;
    private const int PlainPort = 6667;

    private IrcSettings(ChannelAccount account, Uri url)
    {
        Host = url.Host.Trim('[', ']');
        Tls = url.Scheme == "ircs";
        Port = url.Port > 0 ? url.Port : Tls ? TlsPort : PlainPort;
        Nick = account.Setting("nick") ?? "vespid";
        Channels = (account.Setting("channels") ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        SaslUser = account.Setting("saslUser") ?? Nick;
        SaslPassword = account.Secrets("saslPassword") is [var sasl, ..] ? sasl : null;
        ServerPassword = account.Secrets("serverPassword") is [var server, ..] ? server : null;
        Fingerprint = account.Setting("tlsFingerprint")?.Replace(":", string.Empty, StringComparison.Ordinal);
    }

    public string Host { get; }

    public int Port { get; }

    public bool Tls { get; }

    public string Nick { get; }

    /// <summary>Names, each perhaps with a blank and its key.</summary>
    public IReadOnlyList<string> Channels { get; }

    public string SaslUser { get; }

    public string? SaslPassword { get; }

    public string? ServerPassword { get; }

    private string? Fingerprint { get; }

    /// <summary>Null when the account names no server, or something that would break a line.</summary>
    public static IrcSettings? Of(ChannelAccount account) =>
        Uri.TryCreate(account.Setting(ServerSetting), UriKind.Absolute, out var url) && url is { Scheme: "irc" or "ircs", Host.Length: > 0, UserInfo.Length: 0 }
            && new IrcSettings(account, url) is var settings && settings.IsSafe() ? settings : null;

    /// <summary>Whether a certificate is the one that the account pinned; null when it pinned none.</summary>
    public bool? IsPinned(byte[] certificate) =>
        Fingerprint is null ? null : string.Equals(Fingerprint, Convert.ToHexString(SHA256.HashData(certificate)), StringComparison.OrdinalIgnoreCase);

    /// <summary>SASL's PLAIN: authorisation identity, identity, password, apart by zero bytes (RFC 4616).</summary>
    public string SaslPlain() => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SaslUser}\0{SaslUser}\0{SaslPassword}"));

    /// <summary>Names the server only.</summary>
    public override string ToString() => $"{Host}:{Port}";

    private bool IsSafe() => Nick.IndexOfAny([' ', '\r', '\n', '\0', ':']) < 0
        && Channels.Append(ServerPassword ?? string.Empty).All(text => text.IndexOfAny(['\r', '\n', '\0']) < 0);
}

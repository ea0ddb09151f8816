using System.Buffers;

namespace Vespid.Channels;

/// <summary>A bot's token. It is part of every URL, so it never formats.</summary>
internal readonly struct TelegramToken
{
    public const string SecretName = "botToken";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:_-");

    private readonly string _value;

    private TelegramToken(string value) => _value = value;

    /// <summary>False for what could not stand in a path.</summary>
    public static bool TryParse(string value, out TelegramToken token)
    {
        token = new(value);
        return value.Length is > 0 and <= 256 && !value.AsSpan().ContainsAnyExcept(Allowed);
    }

    public Uri MethodUrl(Uri baseUrl, string method) => new($"{baseUrl.AbsoluteUri.TrimEnd('/')}/bot{_value}/{method}");

    /// <summary>A vendor's text without the token, should it repeat it.</summary>
    public string Sanitize(string text) => text.Replace(_value, "[redacted]", StringComparison.Ordinal);

    public override string ToString() => "[redacted]";
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vespid.Silo.Configuration;

namespace Vespid.Silo.Logging;

/// <summary>
/// The last guard before a log line leaves: what is a secret of this process, or looks like one, is blotted out. Whoever logs must not rely on it.
/// </summary>
internal sealed partial class LogRedaction(IEnumerable<string> secrets)
{
    private const string Blot = "***";

    /// <summary>Anything shorter may be a word of any line.</summary>
    private const int ShortestSecret = 8;

    private readonly string[] _secrets =
    [
        .. secrets.Where(secret => secret.Length >= ShortestSecret)
            .SelectMany(secret => (string[])[secret, JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()])
            .Distinct(StringComparer.Ordinal).OrderByDescending(secret => secret.Length),
    ];

    /// <param name="environment">Variables.</param>
    /// <param name="more">Names of secrets besides those of the catalogue.</param>
    public static LogRedaction Of(EnvironmentValues environment, IEnumerable<string> more) =>
        new(SettingCatalog.All.Where(setting => setting.IsSecret).Select(setting => setting.Name).Concat(more).Select(name => environment[name]).OfType<string>());

    public string Scrub(string line)
    {
        foreach (var secret in _secrets)
            line = line.Replace(secret, Blot, StringComparison.Ordinal);
        line = Credentials().Replace(line, $"$1{Blot}@");
        line = Passwords().Replace(line, $"$1={Blot}");
        return Tokens().Replace(line, match => match.Groups[1].Value + Blot);
    }

    // postgres://user:password@host
    [GeneratedRegex("(://[^:/@\\s\"]+:)[^@\\s\"]+@")]
    private static partial Regex Credentials();

    [GeneratedRegex("\\b(password|pwd)=[^;\\s\"]+", RegexOptions.IgnoreCase)]
    private static partial Regex Passwords();

    // Bot tokens, bearers, and our own refresh and worker tokens.
    [GeneratedRegex("(\\b[Bb]earer )[A-Za-z0-9._~+/=-]{8,}|(?<!\\d)\\d{6,}:[A-Za-z0-9_-]{30,}|\\bv[rw]t_[A-Za-z0-9._-]+")]
    private static partial Regex Tokens();
}

using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Vespid.Tests.Fuzz.Checks;

/// <summary>What the documents promise: every word they set as code, and the error codes with their statuses.</summary>
internal static partial class Documents
{
    private static readonly FrozenSet<string> Words = Texts("docs/").SelectMany(text => CodeWord().Matches(text)).Select(match => match.Groups[1].Value).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<(string Code, int Status)> Codes = Texts("docs/reference.md").SelectMany(text => ErrorRow().Matches(text))
        .SelectMany(match => match.Groups[2].Value.Split(", ").Select(status => (match.Groups[1].Value, int.Parse(status, null)))).ToFrozenSet();

    /// <summary>Whether a reason code is explained anywhere.</summary>
    public static bool HasWord(string word) => Words.Contains(word);

    /// <summary>Whether this error code is documented for this status.</summary>
    public static bool HasCode(string code, int status) => Codes.Contains((code, status));

    private static IEnumerable<string> Texts(string prefix)
    {
        var assembly = typeof(Documents).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }

    [GeneratedRegex("`([A-Za-z0-9_.:-]+)`")]
    private static partial Regex CodeWord();

    [GeneratedRegex(@"^\| `([A-Za-z_]+)` \| (\d{3}(?:, \d{3})*) \|", RegexOptions.Multiline)]
    private static partial Regex ErrorRow();
}

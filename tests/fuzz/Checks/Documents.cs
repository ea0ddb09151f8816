using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Vespid.Tests.Fuzz.Checks;

/// <summary>What the documents promise: every word they set as code, and the error codes with their statuses.</summary>
internal static partial class Documents
{
    private static readonly FrozenSet<string> Words = Texts("docs/").SelectMany(text => CodeWord().Matches(text)).Select(match => match.Groups[1].Value).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> Codes = Texts("docs/reference.md")
        .SelectMany(text => ErrorRow().Matches(text)).ToFrozenDictionary(match => match.Groups[1].Value, match => int.Parse(match.Groups[2].ValueSpan, null), StringComparer.Ordinal);

    /// <summary>Whether a reason code is explained anywhere.</summary>
    public static bool HasWord(string word) => Words.Contains(word);

    /// <summary>Whether this error code is documented for this status.</summary>
    public static bool HasCode(string code, int status) => Codes.TryGetValue(code, out var documented) && documented == status;

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

    [GeneratedRegex(@"^\| `([A-Z_]+)` \| (\d{3}) \|", RegexOptions.Multiline)]
    private static partial Regex ErrorRow();
}

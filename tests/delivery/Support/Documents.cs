using System.Text.RegularExpressions;

namespace Vespid.Tests.Delivery.Support;

/// <summary>What the documentation says about figures and alerts.</summary>
internal static partial class Documents
{
    /// <summary>Metrics of <c>docs/reference.md</c>, which another test compares with the instruments of the host.</summary>
    public static IReadOnlySet<string> Metrics { get; } =
        Row().Matches(File.ReadAllText(RepositoryRoot.At("docs", "reference.md"))).Select(match => match.Groups[1].Value).ToHashSet();

    /// <summary>Names of metrics in an expression, histogram suffixes taken off; <c>up</c> is Prometheus' own.</summary>
    public static IEnumerable<string> MetricsOf(string expression) => Selector().Matches(expression)
        .Select(match => match.Groups[1].Value)
        .Where(name => name != "up")
        .Select(name => Metrics.Contains(name) ? name : Suffix().Replace(name, ""))
        .Distinct();

    [GeneratedRegex(@"^\| `([a-z0-9_]+)` \| (?:counter|gauge|histogram) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\b([a-z][a-z0-9_]*)\{")]
    private static partial Regex Selector();

    [GeneratedRegex("_(bucket|count|sum)$")]
    private static partial Regex Suffix();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Vespid.Tests.Unit.Docs;

/// <summary>The acceptance list of the rooms: each number is proven by tests that carry it, and the page says by which.</summary>
public sealed partial class AcceptanceTests
{
    private const int Last = 16;

    /// <summary>Files that carry each number. They are in several assemblies, so the sources are asked.</summary>
    private readonly Dictionary<int, HashSet<string>> _carried = Directory
        .EnumerateFiles(Path.Combine(RepositoryRoot.Path, "tests"), "*Tests.cs", SearchOption.AllDirectories)
        .SelectMany(file => Traits().Matches(File.ReadAllText(file)).Select(match => (
            Number: int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture),
            File: Path.GetRelativePath(RepositoryRoot.Path, file).Replace(Path.DirectorySeparatorChar, '/'))))
        .GroupBy(found => found.Number, found => found.File).ToDictionary(group => group.Key, group => group.ToHashSet());

    [Fact]
    public void Each_number_is_carried_by_a_test_and_no_other() => Assert.Equal(Enumerable.Range(1, Last), _carried.Keys.Order());

    [Fact]
    public void The_page_names_the_files_of_each_number()
    {
        var rows = Page.Open("docs/guarantees.md").Table("Number", "What", "Shown by");
        Assert.Equal(
            _carried.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {string.Join(", ", pair.Value.Order(StringComparer.Ordinal))}"),
            rows.Select(row => $"{row[0]}: {string.Join(", ", Page.Quoted(row[2]).Order(StringComparer.Ordinal))}"));
    }

    [GeneratedRegex("\\[Trait\\(\"acceptance\", \"(\\d+)\"\\)\\]")]
    private static partial Regex Traits();
}

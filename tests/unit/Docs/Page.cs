using System.Text.RegularExpressions;

namespace Vespid.Tests.Unit.Docs;

/// <summary>A page of the documentation, read for its tables and commands.</summary>
internal sealed partial class Page
{
    private readonly string[] _lines;

    private Page(string path, string text)
    {
        Path = path;
        Text = text;
        _lines = text.Split('\n');
    }

    /// <summary>From the root of the checkout.</summary>
    public string Path { get; }

    public string Text { get; }

    public static Page Open(string path) => new(path, File.ReadAllText(System.IO.Path.Combine(RepositoryRoot.Path, path)));

    /// <summary>README and everything under docs.</summary>
    public static IReadOnlyList<Page> All() =>
    [
        Open("README.md"),
        .. Directory.EnumerateFiles(System.IO.Path.Combine(RepositoryRoot.Path, "docs"), "*.md", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => Open(System.IO.Path.GetRelativePath(RepositoryRoot.Path, file))),
    ];

    /// <summary>The one table whose header begins with these cells, without its header, a cell without its spaces.</summary>
    public IReadOnlyList<string[]> Table(params string[] header)
    {
        var starts = Enumerable.Range(0, _lines.Length).Where(line => Cells(_lines[line]).Take(header.Length).SequenceEqual(header)).ToList();
        Assert.True(starts.Count == 1, $"{Path} has {starts.Count} tables that begin with {string.Join(" | ", header)}");
        return [.. _lines.Skip(starts[0] + 2).TakeWhile(line => line.StartsWith('|')).Select(Cells)];
    }

    /// <summary>The text between a heading and the next of the same level.</summary>
    public string Section(string heading)
    {
        var level = heading[..(heading.IndexOf(' ', StringComparison.Ordinal) + 1)];
        Assert.Contains(heading, _lines);
        return string.Join('\n', _lines.SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith(level, StringComparison.Ordinal)));
    }

    /// <summary>What stands between backticks.</summary>
    public static IEnumerable<string> Quoted(string text) => Backticks().Matches(text).Select(match => match.Groups[1].Value);

    private static string[] Cells(string line) =>
        line.StartsWith('|') ? [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())] : [];

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Backticks();
}

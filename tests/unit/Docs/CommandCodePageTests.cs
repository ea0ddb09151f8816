using System.Text.RegularExpressions;

namespace Vespid.Tests.Unit.Docs;

/// <summary>The codes that commands of rooms answer with are explained, and no others.</summary>
public sealed partial class CommandCodePageTests
{
    /// <summary>Put together from the name of the command.</summary>
    private static readonly string[] Composed = ["issue_created", "note_created", "paused", "resumed", "github_error"];

    [Fact]
    public void Every_code_is_explained_and_no_other()
    {
        var said = new[] { "Commands", Path.Combine("Rules", "Commands") }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "grains", "ChatOps", folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Codes().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value)
            .Concat(Composed).ToHashSet();
        Assert.True(said.Count > 30, $"only {said.Count} codes are said");
        Assert.Equal(
            said.Order(StringComparer.Ordinal), Page.Open("docs/reference.md").Table("Command code", "Outcome", "When").Select(row => row[0].Trim('`')).Order(StringComparer.Ordinal));
    }

    // A result of a command, or what the parser finds wrong with one.
    [GeneratedRegex("(?:(?:Failed|Blocked|Done|Block|CommandResult|[=>] new)\\(\\s*\"([a-z]+(?:_[a-z]+)*)\"(?!, turn\\.Request)|(?:=> |\\? |: |, )\"((?:bad|too|unknown|invalid|missing|target)_[a-z_]+)\"[,) ;])")]
    private static partial Regex Codes();
}

using System.Text.RegularExpressions;

namespace Vespid.Tests.Unit.Docs;

/// <summary>Whatever a page leads to is there.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] Folders = ["tests/", "docs/", "k8s/", "ops/", "silo/", "storage/", "grains/", "embedded/", "gateway-client/", ".github/"];

    [Fact]
    public void Every_link_leads_to_a_file_and_to_a_heading_of_it()
    {
        var broken = new List<string>();
        foreach (var page in Page.All())
        {
            foreach (var link in Link().Matches(Fence().Replace(page.Text, "")).Select(match => match.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal)))
            {
                var (file, anchor) = link.Split('#') is [var name, var heading] ? (name, heading) : (link, null);
                var target = file.Length == 0 ? page.Path : Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(page.Path)!, file)));
                if (!Path.Exists(Path.Combine(RepositoryRoot.Path, target)) || (anchor is not null && !Headings(target).Contains(anchor)))
                    broken.Add($"{page.Path}: {link}");
            }
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_file_of_this_tree_that_a_page_names_exists()
    {
        var missing = Page.All()
            .SelectMany(page => Page.Quoted(page.Text).Select(text => (Page: page.Path, Name: text)))
            .Where(named => Folders.Any(folder => named.Name.StartsWith(folder, StringComparison.Ordinal)) && PlainPath().IsMatch(named.Name))
            .Where(named => !Path.Exists(Path.Combine(RepositoryRoot.Path, named.Name)))
            .Select(named => $"{named.Page}: {named.Name}");

        Assert.Empty(missing);
    }

    private static IEnumerable<string> Headings(string path) => File.ReadLines(Path.Combine(RepositoryRoot.Path, path))
        .Where(line => line.StartsWith('#'))
        .Select(line => NotOfAnAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotOfAnAnchor();

    [GeneratedRegex("^[A-Za-z0-9_./-]+$")]
    private static partial Regex PlainPath();
}

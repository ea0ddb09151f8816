using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Vespid.Silo.Commands;

namespace Vespid.Tests.Unit.Docs;

/// <summary>What the pages tell an operator to type exists: commands, routes, files.</summary>
public sealed partial class CommandTests
{
    public static TheoryData<string> Pages => [.. Page.All().Select(page => page.Path)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_command_exists(string path)
    {
        var commands = new[]
        {
            RunCommand.Create(), CheckConfigCommand.Create(), MigrateCommand.Create(), InspectQueueCommand.Create(), FlagsCommand.Create(),
            SmokeCommand.Create(), HealthcheckCommand.Create(), EdgesCommand.Create(), EdgesAlertsCommand.Create(), EdgesPartnersCommand.Create(),
            EdgesReceiversCommand.Create(),
            RestoreCommand.Create(), DeployCommand.Create(),
        };
        foreach (Match match in Commands().Matches(Page.Open(path).Text))
        {
            var command = commands.SingleOrDefault(known => known.Name == match.Groups[1].Value);
            Assert.True(command is not null, $"{path}: {match.Value}");
            var options = command.Options.Concat(command.Subcommands.SelectMany(inner => inner.Options)).Select(option => option.Name).ToList();
            Assert.All(Options().Matches(match.Groups[2].Value), option => Assert.Contains(option.Value, options));
        }
    }

    [Fact]
    public async Task Each_route_exists()
    {
        await using var host = new DevelopmentHost();
        var routes = host.Routes;
        var asked = Page.All().SelectMany(Asked).ToList();
        Assert.True(asked.Count > 60, $"only {asked.Count} routes are named");
        Assert.All(asked, one => Assert.True(
            routes.Any(route => (one.Method is null || Methods(route).Contains(one.Method)) && Fits(route.RoutePattern.RawText!, one.Path)),
            $"{one.Page}: {one.Method} {one.Path} is no route"));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_link_leads_to_a_file(string path)
    {
        var folder = Path.GetDirectoryName(Path.Combine(RepositoryRoot.Path, path))!;
        Assert.All(
            Links().Matches(Page.Open(path).Text).Select(match => match.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal)),
            link => Assert.True(Path.Exists(Path.Combine(folder, link.Split('#')[0])), $"{path}: {link}"));
    }

    private static IEnumerable<(string Page, string? Method, string Path)> Asked(Page page) =>
        Organisation().Matches(page.Text).Select(match => (page.Path, (string?)match.Groups[1].Value, "/v1/orgs/$ORG" + match.Groups[2].Value))
            .Concat(Urls().Matches(page.Text).Select(match => (page.Path, (string?)null, match.Groups[1].Value)));

    private static IReadOnlyList<string> Methods(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];

    /// <summary>Whether a path with shell variables and dots for ids in it is one of the route.</summary>
    private static bool Fits(string template, string path)
    {
        var wanted = template.Trim('/').Split('/');
        var given = path.Trim('/').Split('/');
        return wanted.Length == given.Length
            && wanted.Zip(given).All(pair => pair.First.Contains('{', StringComparison.Ordinal) ? pair.Second.Length > 0 : pair.First == pair.Second);
    }

    // A line of a command block, or a command in the text.
    [GeneratedRegex("\\./vespid ([a-z-]+)([^\n`]*)")]
    private static partial Regex Commands();

    [GeneratedRegex("(?<= )--[a-z-]+")]
    private static partial Regex Options();

    [GeneratedRegex("(?:^|[ (`])org (GET|POST|PUT|PATCH|DELETE) ['\"]?((?:/[^\\s?'\"`)]*)?)", RegexOptions.Multiline)]
    private static partial Regex Organisation();

    [GeneratedRegex("\\$(?:API|IN)(/[^\\s?'\"`)]*)")]
    private static partial Regex Urls();

    [GeneratedRegex("\\]\\(([^)\\s]+)\\)")]
    private static partial Regex Links();
}

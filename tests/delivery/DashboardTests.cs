using System.Text.Json.Nodes;
using Vespid.Tests.Delivery.Support;

namespace Vespid.Tests.Delivery;

public sealed class DashboardTests
{
    private static readonly string Folder = RepositoryRoot.At("k8s", "components", "monitoring", "dashboards");

    private static readonly string[] Names = ["telegram_router_latency", "telegram_router_queue", "a2a_failures", "router_rollouts"];

    public static TheoryData<string> Dashboards => [.. Names];

    [Theory]
    [MemberData(nameof(Dashboards))]
    public void Each_shows_figures_that_there_are_and_marks_releases(string name)
    {
        var dashboard = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;
        Assert.Equal(name, (string?)dashboard["uid"]);
        var expressions = dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => (string)target!["expr"]!).ToList();
        Assert.True(expressions.Count >= 8);
        Assert.All(expressions, expression =>
        {
            var metrics = Documents.MetricsOf(expression).ToList();
            Assert.NotEmpty(metrics);
            Assert.All(metrics, metric => Assert.Contains(metric, Documents.Metrics));
        });
        var releases = Assert.Single(dashboard["annotations"]!["list"]!.AsArray())!;
        Assert.Contains("(version, build_sha, config_manifest_hash) (vespid_build_info", (string)releases["expr"]!, StringComparison.Ordinal);
    }

    [ToolFact("node")]
    public async Task They_are_what_their_generator_writes()
    {
        var folder = Directory.CreateTempSubdirectory("vespid-dashboards-");
        try
        {
            (await Tool.RunAsync("node", Path.Combine(Folder, "make.mjs"), folder.FullName)).Ends(0);
            Assert.All(Names, name => Assert.Equal(
                File.ReadAllText(Path.Combine(Folder, name + ".json")), File.ReadAllText(Path.Combine(folder.FullName, name + ".json"))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [ToolFact("promtool")]
    public async Task Prometheus_can_read_every_expression()
    {
        var expressions = Names.Select(name => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!)
            .SelectMany(dashboard => dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray()).Append(dashboard["annotations"]!["list"]![0]))
            .Select(target => ((string)target!["expr"]!).Replace("$__rate_interval", "5m", StringComparison.Ordinal));
        var rules = new JsonObject
        {
            ["groups"] = new JsonArray(new JsonObject
            {
                ["name"] = "dashboards",
                ["rules"] = new JsonArray([.. expressions.Select((expression, index) => new JsonObject { ["record"] = $"panel:{index}", ["expr"] = expression })]),
            }),
        };
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, rules.ToJsonString());
            (await Tool.RunAsync("promtool", "check", "rules", file)).Ends(0);
        }
        finally
        {
            File.Delete(file);
        }
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vespid.Silo.Configuration;
using Vespid.Tests.Delivery.Support;

namespace Vespid.Tests.Delivery;

public sealed partial class AlertRuleTests
{
    private static readonly string[] Tests = ["rules.test.yaml", "days.test.yaml"];

    private readonly IReadOnlyList<JsonNode> _rules =
    [
        .. Overlay.Items(Assert.Single(Yaml.Read(File.ReadAllText(RepositoryRoot.At("k8s", "components", "monitoring", "rules.yaml"))))["spec"]!["groups"])
            .SelectMany(group => Overlay.Items(group["rules"])),
    ];

    [ToolFact("promtool")]
    public async Task The_rules_are_sound_and_each_fires_and_clears_at_its_threshold()
    {
        var folder = Directory.CreateTempSubdirectory("vespid-rules-");
        try
        {
            var rules = (await Tool.RunAsync(RepositoryRoot.At("ops", "alert-rules.sh"))).Ends(0).Output;
            var file = Path.Combine(folder.FullName, "rules.yaml");
            await File.WriteAllTextAsync(file, rules);
            Assert.Contains($"SUCCESS: {_rules.Count} rules found", (await Tool.RunAsync("promtool", "check", "rules", file)).Ends(0).Output, StringComparison.Ordinal);

            await File.WriteAllTextAsync(file, Annotations().Replace(rules, ""));
            foreach (var test in Tests)
                File.Copy(RepositoryRoot.At("tests", "delivery", "rules", test), Path.Combine(folder.FullName, test));
            (await Tool.RunAsync("promtool", ["test", "rules", .. Tests.Select(test => Path.Combine(folder.FullName, test))])).Ends(0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Each_rule_is_seen_both_firing_and_silent()
    {
        var seen = Tests
            .SelectMany(test => Overlay.Items(Assert.Single(Yaml.Read(File.ReadAllText(RepositoryRoot.At("tests", "delivery", "rules", test))))["tests"]))
            .SelectMany(test => Overlay.Items(test["alert_rule_test"]))
            .ToLookup(look => (string)look["alertname"]!, look => Overlay.Items(look["exp_alerts"]).Any());

        Assert.All(_rules, rule => Assert.Equal([false, true], seen[(string)rule["alert"]!].Distinct().Order()));
    }

    [Fact]
    public void Each_asks_for_figures_that_there_are_and_says_what_to_do()
    {
        var page = File.ReadAllText(RepositoryRoot.At("docs", "operations", "alerts.md"));
        Assert.All(_rules, rule =>
        {
            var name = (string)rule["alert"]!;
            Assert.All(Documents.MetricsOf((string)rule["expr"]!), metric => Assert.True(Documents.Metrics.Contains(metric), $"{name} asks for {metric}"));
            Assert.True((string?)rule["labels"]!["severity"] is "page" or "warn", name);
            Assert.Equal($"docs/operations/alerts.md#{name.ToLowerInvariant()}", (string?)rule["annotations"]!["runbook"]);
            Assert.Matches($@"(?m)^### {name}$", page);
        });
    }

    [Fact]
    public void The_ages_of_secrets_are_those_of_the_check()
    {
        string Expression(string name) => (string)_rules.Single(rule => (string?)rule["alert"] == name)["expr"]!;
        Assert.All(SecretAge.Rules, rule =>
        {
            Assert.Matches($@"secret=~""[a-z0-9_|]*\b{rule.Secret}\b[a-z0-9_|]*""\}}\) > {rule.WarnDays}\b", Expression("SecretAge"));
            Assert.Matches($@"secret=~""[a-z0-9_|]*\b{rule.Secret}\b[a-z0-9_|]*""\}}\) > {rule.MaxDays}\b", Expression("SecretTooOld"));
        });
    }

    [GeneratedRegex(@"^( *)annotations:\n(?:\1 +.*\n)+", RegexOptions.Multiline)]
    private static partial Regex Annotations();
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vespid.Tests.Delivery.Support;

namespace Vespid.Tests.Delivery;

public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows => [.. Directory.EnumerateFiles(RepositoryRoot.At(".github", "workflows")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Each_has_the_least_rights_an_end_and_no_action_that_can_change_under_it(string file)
    {
        var workflow = Read(file);
        Assert.Equal("read", (string?)workflow["permissions"]!["contents"]);
        foreach (var (name, job) in (JsonObject)workflow["jobs"]!)
        {
            Assert.True(job!["timeout-minutes"] is not null, $"{name} may run for hours");
            Assert.All(Overlay.Items(job["steps"]).Select(step => (string?)step["uses"]).OfType<string>(), uses => Assert.Matches(Pinned(), uses));
        }
    }

    [Fact]
    public void Every_push_is_checked_every_night_is_tried_and_what_is_on_main_becomes_an_image_with_its_bill_of_materials()
    {
        Assert.True(((JsonObject)Read("ci.yml")["on"]!).ContainsKey("push"));
        Assert.Contains("bash .ci/run", Scripts("ci.yml"));
        Assert.NotNull(Read("smoke.yml")["on"]!["schedule"]);
        Assert.Contains("--sbom=true", Scripts("image.yml"), StringComparison.Ordinal);
    }

    [ToolTheory("shellcheck")]
    [MemberData(nameof(Workflows))]
    public async Task Shellcheck_has_nothing_to_say_on_what_they_run(string file)
    {
        var script = Path.GetTempFileName();
        try
        {
            // What GitHub fills in is a value as good as any.
            await File.WriteAllTextAsync(script, "#!/bin/bash\n" + Expression().Replace(Scripts(file), "value"));
            Assert.Equal("", (await Tool.RunAsync("shellcheck", "--shell=bash", "--exclude=SC2086", script)).Output);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static JsonNode Read(string file) => Assert.Single(Yaml.Read(File.ReadAllText(RepositoryRoot.At(".github", "workflows", file))));

    private static string Scripts(string file) => string.Join('\n', ((JsonObject)Read(file)["jobs"]!)
        .SelectMany(job => Overlay.Items(job.Value!["steps"]))
        .Select(step => $"(\n{(string?)step["run"]}\n)"));

    [GeneratedRegex("^[^@]+@[0-9a-f]{40}$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"\$\{\{[^}]*\}\}")]
    private static partial Regex Expression();
}

using System.Text.Json.Nodes;
using Vespid.Tests.Delivery.Support;

namespace Vespid.Tests.Delivery;

/// <summary>The three overlays render, and every object in them is one that Kubernetes knows.</summary>
public sealed class OverlayTests
{
    [ToolFact("kubectl", "npm ci")]
    public async Task Every_object_of_every_overlay_has_the_form_that_its_kind_has()
    {
        var folder = Directory.CreateTempSubdirectory("vespid-overlays-");
        try
        {
            var files = new List<string>();
            foreach (var name in Overlay.Names)
            {
                files.Add(Path.Combine(folder.FullName, name + ".yaml"));
                await File.WriteAllTextAsync(files[^1], (await Overlay.RenderAsync(name)).Text);
            }

            var check = await Tool.RunAsync("node", [RepositoryRoot.At("tests", "delivery", "kubernetes", "check.mjs"), .. files]);
            Assert.Matches(@"^[6-9]\d objects, 0 faults\n$", check.Ends(0).Output);

            // That it finds what is wrong: a field that does not exist, a number that is none, and one that is missing.
            var wrong = Path.Combine(folder.FullName, "wrong.yaml");
            await File.WriteAllTextAsync(wrong, (await Overlay.RenderAsync("local")).Text
                .Replace("readinessProbe:", "readinesProbe:", StringComparison.Ordinal).Replace("replicas: 2", "replicas: two", StringComparison.Ordinal).Replace("  scaleTargetRef:", "  scaleTarget:", StringComparison.Ordinal));
            var found = (await Tool.RunAsync("node", RepositoryRoot.At("tests", "delivery", "kubernetes", "check.mjs"), wrong)).Ends(1).Output;
            Assert.Contains("readinesProbe", found, StringComparison.Ordinal);
            Assert.Contains("data/spec/replicas must be integer", found, StringComparison.Ordinal);
            Assert.Contains("scaleTargetRef", found, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [ToolFact("kubectl")]
    public async Task Each_has_what_a_deployment_is_made_of()
    {
        foreach (var name in Overlay.Names)
        {
            var overlay = await Overlay.RenderAsync(name);
            string[] expected =
            [
                "Deployment vespid-gateway", "Deployment vespid-silo", "HorizontalPodAutoscaler vespid-gateway", "Ingress vespid", "Job vespid-migrate",
                "PodDisruptionBudget vespid-gateway", "PodDisruptionBudget vespid-silo", "Service vespid-gateway", "Service vespid-silo",
                .. name == "local" ? [] : (string[])["ConfigMap vespid-dashboards", "PrometheusRule vespid", "ServiceMonitor vespid"],
            ];
            Assert.All(expected, one => Assert.Contains(one, overlay.Objects.Select(node => $"{node["kind"]} {Overlay.NameOf(node)}")));
            Assert.All(overlay.Objects.Where(node => (string?)node["kind"] != "Namespace"), node => Assert.Equal("vespid", (string?)node["metadata"]!["namespace"]));
        }
    }

    [ToolFact("kubectl")]
    public async Task All_of_a_release_run_one_image_and_production_names_it_by_digest()
    {
        foreach (var name in Overlay.Names)
        {
            var overlay = await Overlay.RenderAsync(name);
            var images = overlay.Pods.SelectMany(one => Overlay.Containers(one.Pod)).Select(container => (string)container["image"]!).ToList();
            Assert.Single(images.Where(image => image.Contains("vespid", StringComparison.Ordinal)).Distinct());
            Assert.DoesNotContain(images, image => image.EndsWith(":latest", StringComparison.Ordinal) || (!image.Contains(':', StringComparison.Ordinal) && !image.Contains('@', StringComparison.Ordinal)));
            if (name == "production")
                Assert.All(images.Where(image => image.Contains("vespid", StringComparison.Ordinal)), image => Assert.Matches("@sha256:[0-9a-f]{64}$", image));
        }
    }

    [ToolFact("kubectl")]
    public async Task What_scrapes_finds_both_services_and_what_alerts_asks_for_their_job()
    {
        var overlay = await Overlay.RenderAsync("production");
        var monitor = Assert.Single(overlay.OfKind("ServiceMonitor"));
        var label = Assert.Single((JsonObject)monitor["spec"]!["selector"]!["matchLabels"]!);
        var endpoint = Assert.Single(Overlay.Items(monitor["spec"]!["endpoints"]));
        foreach (var service in overlay.OfKind("Service"))
        {
            Assert.Equal((string?)label.Value, (string?)service["metadata"]!["labels"]![label.Key]);
            Assert.Contains(Overlay.Items(service["spec"]!["ports"]), port => (string?)port["name"] == (string?)endpoint["port"] && (string?)port["port"] == "9464");
            Assert.Equal("vespid", (string?)service["metadata"]!["labels"]![(string)monitor["spec"]!["jobLabel"]!]);
        }
    }
}

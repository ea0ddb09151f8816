using System.Globalization;
using Vespid.Gateway.Hosting;
using Vespid.Tests.Delivery.Support;

namespace Vespid.Tests.Delivery;

/// <summary>What can be said of the image without building it.</summary>
public sealed class ContainerfileTests
{
    private readonly string _text = File.ReadAllText(RepositoryRoot.At("Containerfile"));

    [ToolFact("npm ci")]
    public async Task The_linter_has_nothing_to_say()
    {
        var linter = RepositoryRoot.At("tests", "delivery", "kubernetes", "node_modules", ".bin", "dockerfile-utils");
        Assert.Equal("", (await Tool.RunAsync(linter, "lint", RepositoryRoot.At("Containerfile"))).Ends(0).Output);
    }

    [Fact]
    public void It_builds_in_one_stage_and_runs_in_another_as_nobody_in_particular()
    {
        var stages = _text.Split("\nFROM ").Skip(1).ToList();
        Assert.Equal(2, stages.Count);
        Assert.Contains("--locked-mode", stages[0], StringComparison.Ordinal);
        Assert.DoesNotContain("sdk:", stages[1], StringComparison.Ordinal);
        Assert.Matches(@"\nUSER [1-9]\d*:[1-9]\d*\n", stages[1]);
        Assert.Contains("curl", stages[1], StringComparison.Ordinal);
        Assert.Contains("VOLUME [\"/data\", \"/tmp\"]", stages[1], StringComparison.Ordinal);
        Assert.Contains("HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD [\"/app/vespid\", \"healthcheck\"]", stages[1], StringComparison.Ordinal);
        Assert.Contains("VESPID_BIND=0.0.0.0", stages[1], StringComparison.Ordinal);
    }

    [Fact]
    public void It_exposes_the_ports_that_are_served()
    {
        int[] ports = [GatewayDefaults.ControlPort, GatewayDefaults.IngressPort, GatewayDefaults.HealthPort, GatewayDefaults.MetricsPort];
        Assert.Contains($"\nEXPOSE {string.Join(' ', ports.Select(port => port.ToString(CultureInfo.InvariantCulture)))}\n", _text, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_secrets_nor_what_was_built_before_is_sent_to_the_build()
    {
        var ignored = File.ReadAllLines(RepositoryRoot.At(".dockerignore"));
        Assert.All((string[])[".git", ".data", ".env", "**/bin", "**/obj"], one => Assert.Contains(one, ignored));
    }
}

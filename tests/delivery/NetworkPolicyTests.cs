using System.Text.Json.Nodes;
using Vespid.Tests.Delivery.Support;
using static Vespid.Tests.Delivery.Support.Overlay;

namespace Vespid.Tests.Delivery;

/// <summary>Who reaches whom, in every overlay.</summary>
public sealed class NetworkPolicyTests
{
    private const string SiloPort = "11111";

    public static TheoryData<string> Overlays => [.. Names];

    [ToolTheory("kubectl")]
    [MemberData(nameof(Overlays))]
    public async Task Nothing_reaches_a_pod_that_was_not_named_and_silo_ports_are_for_silos_and_gateways(string name)
    {
        var overlay = await RenderAsync(name);
        var closed = overlay.The("NetworkPolicy", "vespid-default-deny")["spec"]!;
        Assert.Equal(["Ingress", "Egress"], Items(closed["policyTypes"]).Select(one => (string)one!));
        Assert.True(closed["ingress"] is null && closed["egress"] is null);
        var covered = Assert.Single((JsonObject)closed["podSelector"]!["matchLabels"]!);
        foreach (var role in (string[])[.. Roles, "vespid-migrate"])
        {
            var owner = overlay.Objects.Single(one => NameOf(one) == role && one["spec"]?["template"] is not null);
            Assert.Equal((string?)covered.Value, (string?)owner["spec"]!["template"]!["metadata"]!["labels"]![covered.Key]);
        }

        foreach (var policy in overlay.OfKind("NetworkPolicy"))
            Assert.All(Items(policy["spec"]!["ingress"]), rule => Assert.NotEmpty(Items(rule["from"])));

        // To a silo: its neighbours, and whoever reads the figures.
        var toSilo = Items(overlay.The("NetworkPolicy", "vespid-silo")["spec"]!["ingress"]).ToList();
        var rule = Assert.Single(toSilo);
        Assert.Equal(["vespid-gateway", "vespid-silo"], Items(rule["from"]).Select(peer => (string)peer["podSelector"]!["matchLabels"]!["app.kubernetes.io/name"]!).Order(StringComparer.Ordinal));
        Assert.Equal(["3001", "3002"], Items(rule["ports"]).Select(port => (string)port["port"]!));
        var common = Assert.Single(Items(overlay.The("NetworkPolicy", "vespid-common")["spec"]!["ingress"]));
        Assert.Equal(["9464"], Items(common["ports"]).Select(port => (string)port["port"]!));
        Assert.DoesNotContain(
            overlay.OfKind("NetworkPolicy").Where(policy => NameOf(policy) != "vespid-cluster").SelectMany(policy => Items(policy["spec"]!["ingress"])).SelectMany(one => Items(one["ports"])),
            port => (string?)port["port"] == SiloPort);
    }

    [ToolFact("kubectl")]
    public async Task Silos_of_a_cluster_talk_to_each_other_and_to_Redis_and_show_a_certificate()
    {
        var overlay = await RenderAsync("production-silos");
        var policy = overlay.The("NetworkPolicy", "vespid-cluster")["spec"]!;
        var rule = Assert.Single(Items(policy["ingress"]));
        Assert.Equal("vespid-silo", (string?)Assert.Single(Items(rule["from"]))["podSelector"]!["matchLabels"]!["app.kubernetes.io/name"]);
        Assert.Equal([SiloPort], Items(rule["ports"]).Select(port => (string)port["port"]!));
        Assert.Equal([SiloPort, "6379"], Items(policy["egress"]).SelectMany(one => Items(one["ports"])).Select(port => (string)port["port"]!));

        var silo = Assert.Single(Items(overlay.Pod("vespid-silo")["containers"]), one => (string?)one["name"] == "vespid");
        var names = Items(silo["env"]).Select(one => (string)one["name"]!).ToList();
        Assert.Superset(new HashSet<string> { "REDIS_URL", "CLUSTER_TLS_CERT_FILE", "CLUSTER_TLS_KEY_FILE", "CLUSTER_TLS_CA_FILE", "VESPID_ADVERTISED_HOST" }, names.ToHashSet());
        Assert.DoesNotContain("REDIS_URL", Items(Assert.Single(Items(overlay.Pod("vespid-gateway")["containers"]), one => (string?)one["name"] == "vespid")["env"]).Select(one => (string)one["name"]!));
        Assert.Equal("3", (string?)overlay.The("Deployment", "vespid-silo")["spec"]!["replicas"]);
    }

    [ToolTheory("kubectl")]
    [MemberData(nameof(Overlays))]
    public async Task What_comes_from_outside_comes_over_tls_and_to_gateways(string name)
    {
        var ingress = (await RenderAsync(name)).The("Ingress", "vespid")["spec"]!;
        var hosts = Items(ingress["tls"]).SelectMany(tls => Items(tls["hosts"])).Select(host => (string)host!).ToList();
        var rules = Items(ingress["rules"]).ToList();
        Assert.Equal(hosts.Order(StringComparer.Ordinal), rules.Select(rule => (string)rule["host"]!).Order(StringComparer.Ordinal));
        Assert.All(Items(ingress["tls"]), tls => Assert.False(string.IsNullOrEmpty((string?)tls["secretName"])));
        Assert.All(rules.SelectMany(rule => Items(rule["http"]!["paths"])), path => Assert.Equal("vespid-gateway", (string?)path["backend"]!["service"]!["name"]));
    }

    [ToolTheory("kubectl")]
    [InlineData("staging")]
    [InlineData("production")]
    public async Task Log_lines_leave_by_a_sidecar_that_outlives_the_process(string name)
    {
        var overlay = await RenderAsync(name);
        foreach (var role in Roles)
        {
            var sidecar = Assert.Single(Items(overlay.Pod(role)["initContainers"]));
            Assert.Equal(("fluentbit", "Always"), ((string?)sidecar["name"], (string?)sidecar["restartPolicy"]));
        }

        var configuration = (string)overlay.OfKind("ConfigMap").Single(map => NameOf(map).StartsWith("vespid-fluentbit", StringComparison.Ordinal))["data"]!["fluent-bit.conf"]!;
        Assert.Matches(@"tls\s+On", configuration);
        Assert.Matches(@"tls\.verify\s+On", configuration);
        Assert.Contains("${LOG_DRAIN_TOKEN}", configuration, StringComparison.Ordinal);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Vespid.Tests.Delivery.Support;
using static Vespid.Tests.Delivery.Support.Overlay;

namespace Vespid.Tests.Delivery;

/// <summary>How pods are replaced, spread, scaled and stopped, in every overlay.</summary>
public sealed class WorkloadPolicyTests
{
    public static TheoryData<string> Overlays => [.. Names];

    [ToolTheory("kubectl")]
    [MemberData(nameof(Overlays))]
    public async Task A_rollout_takes_no_pod_away_before_another_is_ready(string name)
    {
        var overlay = await RenderAsync(name);
        foreach (var role in Roles)
        {
            var strategy = overlay.The("Deployment", role)["spec"]!["strategy"]!;
            Assert.Equal(("RollingUpdate", "0", "1"), ((string)strategy["type"]!, (string)strategy["rollingUpdate"]!["maxUnavailable"]!, (string)strategy["rollingUpdate"]!["maxSurge"]!));
        }
    }

    [ToolTheory("kubectl")]
    [MemberData(nameof(Overlays))]
    public async Task Probes_ask_the_health_port_and_only_a_local_cluster_restarts_what_hangs(string name)
    {
        var overlay = await RenderAsync(name);
        foreach (var role in Roles)
        {
            var container = Assert.Single(Items(overlay.Pod(role)["containers"]));
            Assert.Equal(("/startupz", "health"), Probe(container, "startupProbe"));
            Assert.Equal(("/readyz", "health"), Probe(container, "readinessProbe"));
            if (name == "local")
                Assert.Equal(("/livez", "health"), Probe(container, "livenessProbe"));
            else
                Assert.Null(container["livenessProbe"]);
            Assert.Contains(Items(container["ports"]), port => (string?)port["name"] == "health" && (string?)port["containerPort"] == "8080");
        }
    }

    [ToolTheory("kubectl")]
    [MemberData(nameof(Overlays))]
    public async Task Every_container_says_what_it_needs_and_how_much_it_may_have(string name)
    {
        foreach (var (owner, pod) in (await RenderAsync(name)).Pods)
        {
            Assert.All(Containers(pod), container =>
            {
                var resources = container["resources"];
                Assert.True(
                    resources?["requests"]?["cpu"] is not null && resources["requests"]!["memory"] is not null && resources["limits"]?["memory"] is not null, $"{owner} {container["name"]}");
            });
        }
    }

    [ToolTheory("kubectl")]
    [MemberData(nameof(Overlays))]
    public async Task Both_roles_spread_over_zones_and_nodes_and_lose_one_pod_at_a_time(string name)
    {
        var overlay = await RenderAsync(name);
        foreach (var role in Roles)
        {
            var spread = Items(overlay.Pod(role)["topologySpreadConstraints"]).ToList();
            Assert.Equal(["kubernetes.io/hostname", "topology.kubernetes.io/zone"], spread.Select(one => (string)one["topologyKey"]!).Order(StringComparer.Ordinal));
            Assert.All(spread, one => Assert.Equal(role, (string?)one["labelSelector"]!["matchLabels"]!["app.kubernetes.io/name"]));
            var budget = overlay.The("PodDisruptionBudget", role)["spec"]!;
            Assert.Equal(("1", role), ((string?)budget["maxUnavailable"], (string?)budget["selector"]!["matchLabels"]!["app.kubernetes.io/name"]));
        }

        Assert.Equal(name == "production-silos" ? "3" : "2", (string?)overlay.The("Deployment", "vespid-silo")["spec"]!["replicas"]);
    }

    [ToolTheory("kubectl")]
    [MemberData(nameof(Overlays))]
    public async Task Gateways_follow_their_load_and_nothing_else_sets_their_number(string name)
    {
        var overlay = await RenderAsync(name);
        var scaler = overlay.The("HorizontalPodAutoscaler", "vespid-gateway")["spec"]!;
        Assert.Equal(("Deployment", "vespid-gateway"), ((string?)scaler["scaleTargetRef"]!["kind"], (string?)scaler["scaleTargetRef"]!["name"]));
        Assert.True(Number(scaler["minReplicas"]) >= (name == "local" ? 1 : 2) && Number(scaler["maxReplicas"]) > Number(scaler["minReplicas"]));
        Assert.Null(overlay.The("Deployment", "vespid-gateway")["spec"]!["replicas"]);
    }

    [ToolTheory("kubectl")]
    [MemberData(nameof(Overlays))]
    public async Task A_stopping_pod_has_time_to_leave_the_proxies_and_to_drain(string name)
    {
        var overlay = await RenderAsync(name);
        var drain = Number(overlay.Settings["VESPID_DRAIN_SEC"]);
        foreach (var role in Roles)
        {
            var pod = overlay.Pod(role);
            var pause = Items(Assert.Single(Items(pod["containers"]))["lifecycle"]!["preStop"]!["exec"]!["command"]).Select(word => (string)word!).ToList();
            Assert.Equal("sleep", pause[0]);
            Assert.True(Number(pod["terminationGracePeriodSeconds"]) >= int.Parse(pause[1], CultureInfo.InvariantCulture) + drain + 5);
        }
    }

    [ToolTheory("kubectl")]
    [MemberData(nameof(Overlays))]
    public async Task A_job_brings_the_schema_up_and_makes_room_for_the_next(string name)
    {
        var job = (await RenderAsync(name)).The("Job", "vespid-migrate")["spec"]!;
        Assert.Equal(["migrate"], Items(Assert.Single(Items(job["template"]!["spec"]!["containers"]))["args"]).Select(word => (string)word!));
        Assert.Equal("Never", (string?)job["template"]!["spec"]!["restartPolicy"]);
        Assert.True(Number(job["ttlSecondsAfterFinished"]) > 0 && Number(job["activeDeadlineSeconds"]) > 0);
    }

    private static (string? Path, string? Port) Probe(JsonNode container, string probe) =>
        ((string?)container[probe]?["httpGet"]?["path"], (string?)container[probe]?["httpGet"]?["port"]);
}

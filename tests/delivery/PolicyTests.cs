using System.Globalization;
using System.Text.Json.Nodes;
using Vespid.Silo.Configuration;
using Vespid.Tests.Delivery.Support;
using static Vespid.Tests.Delivery.Support.Overlay;

namespace Vespid.Tests.Delivery;

/// <summary>What every overlay promises to those who run the cluster.</summary>
public sealed class PolicyTests
{
    private static readonly string[] Roles = ["vespid-silo", "vespid-gateway"];

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
            var container = Assert.Single(Items(Pod(overlay, role)["containers"]));
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
    public async Task No_pod_is_root_writes_outside_its_volumes_or_may_ask_the_cluster(string name)
    {
        var overlay = await RenderAsync(name);
        Assert.True(overlay.Pods.Count() >= 3);
        foreach (var (owner, pod) in overlay.Pods)
        {
            Assert.True((string?)pod["automountServiceAccountToken"] == "false", $"{owner} mounts a token");
            var context = pod["securityContext"]!;
            Assert.Equal(("true", "RuntimeDefault"), ((string?)context["runAsNonRoot"], (string?)context["seccompProfile"]!["type"]));
            Assert.NotEqual("0", (string?)context["runAsUser"] ?? "0");
            foreach (var container in Containers(pod))
            {
                var own = container["securityContext"]!;
                Assert.Equal(("true", "false"), ((string?)own["readOnlyRootFilesystem"], (string?)own["allowPrivilegeEscalation"]));
                Assert.Equal(["ALL"], Items(own["capabilities"]!["drop"]).Select(one => (string)one!));
                Assert.Null(own["privileged"]);
            }
        }

        Assert.All(overlay.OfKind("ServiceAccount"), account => Assert.Equal("false", (string?)account["automountServiceAccountToken"]));
        Assert.Equal("restricted", (string?)Assert.Single(overlay.OfKind("Namespace"))["metadata"]!["labels"]!["pod-security.kubernetes.io/enforce"]);
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
            var spread = Items(Pod(overlay, role)["topologySpreadConstraints"]).ToList();
            Assert.Equal(["kubernetes.io/hostname", "topology.kubernetes.io/zone"], spread.Select(one => (string)one["topologyKey"]!).Order(StringComparer.Ordinal));
            Assert.All(spread, one => Assert.Equal(role, (string?)one["labelSelector"]!["matchLabels"]!["app.kubernetes.io/name"]));
            var budget = overlay.The("PodDisruptionBudget", role)["spec"]!;
            Assert.Equal(("1", role), ((string?)budget["maxUnavailable"], (string?)budget["selector"]!["matchLabels"]!["app.kubernetes.io/name"]));
        }

        Assert.Equal("2", (string?)overlay.The("Deployment", "vespid-silo")["spec"]!["replicas"]);
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
        var drain = Number(Settings(overlay)["VESPID_DRAIN_SEC"]);
        foreach (var role in Roles)
        {
            var pod = Pod(overlay, role);
            var pause = Items(Assert.Single(Items(pod["containers"]))["lifecycle"]!["preStop"]!["exec"]!["command"]).Select(word => (string)word!).ToList();
            Assert.Equal("sleep", pause[0]);
            Assert.True(Number(pod["terminationGracePeriodSeconds"]) >= int.Parse(pause[1], CultureInfo.InvariantCulture) + drain + 5);
        }
    }

    [ToolTheory("kubectl")]
    [MemberData(nameof(Overlays))]
    public async Task Secrets_come_by_reference_and_gateways_have_no_key_of_the_accounts(string name)
    {
        var overlay = await RenderAsync(name);
        var secret = SettingCatalog.All.Where(setting => setting.IsSecret).Select(setting => setting.Name).Append("LOG_DRAIN_TOKEN").Append("POSTGRES_PASSWORD").ToHashSet();
        foreach (var (_, pod) in overlay.Pods)
        {
            foreach (var variable in Containers(pod).SelectMany(container => Items(container["env"])).Where(variable => secret.Contains((string)variable["name"]!)))
                Assert.Equal((string?)variable["name"], (string?)variable["valueFrom"]!["secretKeyRef"]!["key"]);
        }

        Assert.DoesNotContain(overlay.OfKind("ConfigMap").SelectMany(map => ((JsonObject)map["data"]!).Select(pair => pair.Key)), secret.Contains);
        Assert.True(name == "local" || !overlay.OfKind("Secret").Any(), "a secret is checked in");
        var gateway = Items(Assert.Single(Items(Pod(overlay, "vespid-gateway")["containers"]))["env"]).Select(variable => (string)variable["name"]!).ToList();
        Assert.DoesNotContain(gateway, variable => variable.StartsWith("SECRETS_KEK", StringComparison.Ordinal));
    }

    [ToolTheory("kubectl")]
    [MemberData(nameof(Overlays))]
    public async Task Every_variable_is_one_that_somebody_reads_and_the_settings_are_valid(string name)
    {
        var overlay = await RenderAsync(name);
        var known = SettingCatalog.All.Select(setting => setting.Name).ToHashSet();
        string[] others = ["DOTNET_EnableDiagnostics", "LOG_FORWARD_ENDPOINT"];
        foreach (var role in (string[])[.. Roles, "vespid-migrate"])
        {
            var container = Assert.Single(Items(Pod(overlay, role)["containers"]));
            var names = Items(container["env"]).Select(variable => (string)variable["name"]!).Concat(Settings(overlay).Select(pair => pair.Key)).ToList();
            Assert.All(names, one => Assert.True(known.Contains(one) || others.Contains(one), $"{role}: nobody reads {one}"));

            var values = Settings(overlay).ToDictionary(pair => pair.Key, pair => (string)pair.Value!);
            foreach (var variable in Items(container["env"]))
                values[(string)variable["name"]!] = (string?)variable["value"] ?? Sample((string)variable["name"]!);
            Assert.Empty(HostSettings.Read(EnvironmentValues.Of(values), keepKeys: false).Errors);
        }
    }

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
        Assert.Equal(["3001", "3002", "11111", "30000"], Items(rule["ports"]).Select(port => (string)port["port"]!));
        var common = Assert.Single(Items(overlay.The("NetworkPolicy", "vespid-common")["spec"]!["ingress"]));
        Assert.Equal(["9464"], Items(common["ports"]).Select(port => (string)port["port"]!));
        Assert.DoesNotContain(
            overlay.OfKind("NetworkPolicy").Where(policy => NameOf(policy) != "vespid-silo").SelectMany(policy => Items(policy["spec"]!["ingress"])).SelectMany(one => Items(one["ports"])),
            port => (string?)port["port"] is "11111" or "30000");
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
    [MemberData(nameof(Overlays))]
    public async Task A_job_brings_the_schema_up_and_makes_room_for_the_next(string name)
    {
        var job = (await RenderAsync(name)).The("Job", "vespid-migrate")["spec"]!;
        Assert.Equal(["migrate"], Items(Assert.Single(Items(job["template"]!["spec"]!["containers"]))["args"]).Select(word => (string)word!));
        Assert.Equal("Never", (string?)job["template"]!["spec"]!["restartPolicy"]);
        Assert.True(Number(job["ttlSecondsAfterFinished"]) > 0 && Number(job["activeDeadlineSeconds"]) > 0);
    }

    [ToolTheory("kubectl")]
    [InlineData("staging")]
    [InlineData("production")]
    public async Task Log_lines_leave_by_a_sidecar_that_outlives_the_process(string name)
    {
        var overlay = await RenderAsync(name);
        foreach (var role in Roles)
        {
            var sidecar = Assert.Single(Items(Pod(overlay, role)["initContainers"]));
            Assert.Equal(("fluentbit", "Always"), ((string?)sidecar["name"], (string?)sidecar["restartPolicy"]));
        }

        var configuration = (string)overlay.OfKind("ConfigMap").Single(map => NameOf(map).StartsWith("vespid-fluentbit", StringComparison.Ordinal))["data"]!["fluent-bit.conf"]!;
        Assert.Matches(@"tls\s+On", configuration);
        Assert.Matches(@"tls\.verify\s+On", configuration);
        Assert.Contains("${LOG_DRAIN_TOKEN}", configuration, StringComparison.Ordinal);
    }

    private static JsonNode Pod(Overlay overlay, string owner) => Assert.Single(overlay.Pods, one => one.Name == owner).Pod;

    private static JsonObject Settings(Overlay overlay) =>
        (JsonObject)Assert.Single(overlay.OfKind("ConfigMap"), map => NameOf(map).StartsWith("vespid-settings", StringComparison.Ordinal))["data"]!;

    private static (string? Path, string? Port) Probe(JsonNode container, string probe) =>
        ((string?)container[probe]?["httpGet"]?["path"], (string?)container[probe]?["httpGet"]?["port"]);

    private static int Number(JsonNode? node) => int.Parse((string)node!, CultureInfo.InvariantCulture);

    /// <summary>What a secret or the downward API would give.</summary>
    private static string Sample(string variable) => variable switch
    {
        "DATABASE_URL" => "postgres://vespid:password@postgres/vespid",
        "SECRETS_KEK_BASE64" => Convert.ToBase64String(new byte[32]),
        "SECRETS_KEK_PREVIOUS" => "older:" + Convert.ToBase64String(new byte[32]),
        "VESPID_ADVERTISED_HOST" => "10.1.2.3",
        _ => "sample-of-a-secret-that-is-long-enough",
    };
}

using System.Text.Json.Nodes;
using Vespid.Silo;
using Vespid.Silo.Configuration;
using Vespid.Tests.Delivery.Support;
using static Vespid.Tests.Delivery.Support.Overlay;

namespace Vespid.Tests.Delivery;

/// <summary>What a pod may do and what it is told, in every overlay.</summary>
public sealed class SecurityPolicyTests
{
    public static TheoryData<string> Overlays => [.. Names];

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
        var gateway = Items(Assert.Single(Items(overlay.Pod("vespid-gateway")["containers"]))["env"]).Select(variable => (string)variable["name"]!).ToList();
        Assert.DoesNotContain(gateway, variable => variable.StartsWith("SECRETS_KEK", StringComparison.Ordinal));
    }

    [ToolTheory("kubectl")]
    [MemberData(nameof(Overlays))]
    public async Task Every_variable_is_one_that_somebody_reads_and_the_settings_are_valid(string name)
    {
        var overlay = await RenderAsync(name);
        var known = SettingCatalog.All.SelectMany(setting => (string[])[setting.Name, setting.Name + EnvironmentValues.FileSuffix]).ToHashSet();
        string[] others = ["DOTNET_EnableDiagnostics"];
        foreach (var role in (string[])[.. Roles, "vespid-migrate"])
        {
            var container = Assert.Single(Items(overlay.Pod(role)["containers"]));
            var names = Items(container["env"]).Select(variable => (string)variable["name"]!).Concat(overlay.Settings.Select(pair => pair.Key)).ToList();
            Assert.All(names, one => Assert.True(known.Contains(one) || others.Contains(one), $"{role}: nobody reads {one}"));

            var values = overlay.Settings.ToDictionary(pair => pair.Key, pair => (string)pair.Value!);
            // What a mounted file holds is not known here.
            foreach (var variable in Items(container["env"]).Where(variable => !((string)variable["name"]!).EndsWith(EnvironmentValues.FileSuffix, StringComparison.Ordinal)))
                values[(string)variable["name"]!] = (string?)variable["value"] ?? Sample((string)variable["name"]!);
            Assert.DoesNotContain(
                HostSettings.Read(EnvironmentValues.Of(values), keepKeys: false).Errors,
                fault => Engine.HasClusters || !fault.StartsWith("REDIS_URL is for several silos", StringComparison.Ordinal));
        }
    }

    /// <summary>What a secret or the downward API would give.</summary>
    private static string Sample(string variable) => variable switch
    {
        "DATABASE_URL" => "postgres://vespid:password@postgres/vespid",
        "SECRETS_KEK_BASE64" => Convert.ToBase64String(new byte[32]),
        "SECRETS_KEK_PREVIOUS" => "older:" + Convert.ToBase64String(new byte[32]),
        "REDIS_URL" => "rediss://vespid:password@redis:6379/0",
        "VESPID_ADVERTISED_HOST" => "10.1.2.3",
        _ => "sample-of-a-secret-that-is-long-enough",
    };
}

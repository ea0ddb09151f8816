using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Vespid.Tests.Delivery.Support;

/// <summary>What <c>kubectl kustomize</c> makes of an overlay.</summary>
internal sealed class Overlay
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Overlay>>> Rendered = new();

    private Overlay(string name, string text)
    {
        Name = name;
        Text = text;
        Objects = Yaml.Read(text);
    }

    public static string[] Names { get; } = ["local", "staging", "production", "production-silos"];

    /// <summary>Deployments of the runtime.</summary>
    public static string[] Roles { get; } = ["vespid-silo", "vespid-gateway"];

    public string Name { get; }

    public string Text { get; }

    public IReadOnlyList<JsonNode> Objects { get; }

    /// <summary>Pod templates by the name of their object.</summary>
    public IEnumerable<(string Name, JsonNode Pod)> Pods => Objects.Where(one => one["spec"]?["template"]?["spec"] is not null).Select(one => (NameOf(one), one["spec"]!["template"]!["spec"]!));

    public static Task<Overlay> RenderAsync(string name) => Rendered.GetOrAdd(name, key => new Lazy<Task<Overlay>>(async () =>
        new Overlay(key, (await Tool.RunAsync("kubectl", "kustomize", RepositoryRoot.At("k8s", "overlays", key))).Ends(0).Output))).Value;

    /// <summary>The pod of a deployment or job.</summary>
    public JsonNode Pod(string owner) => Assert.Single(Pods, one => one.Name == owner).Pod;

    /// <summary>What all processes are given as settings.</summary>
    public JsonObject Settings => (JsonObject)Assert.Single(OfKind("ConfigMap"), map => NameOf(map).StartsWith("vespid-settings", StringComparison.Ordinal))["data"]!;

    public static string NameOf(JsonNode node) => (string)node["metadata"]!["name"]!;

    public IEnumerable<JsonNode> OfKind(string kind) => Objects.Where(one => (string?)one["kind"] == kind);

    public JsonNode The(string kind, string name) =>
        Assert.Single(OfKind(kind), one => NameOf(one) == name);

    /// <summary>Containers of a pod, those that run before or beside them included.</summary>
    public static IEnumerable<JsonNode> Containers(JsonNode pod) => Items(pod["initContainers"]).Concat(Items(pod["containers"]));

    public static int Number(JsonNode? node) => int.Parse((string)node!, CultureInfo.InvariantCulture);

    public static IEnumerable<JsonNode> Items(JsonNode? list) => list is JsonArray items ? items.Select(item => item!) : [];
}

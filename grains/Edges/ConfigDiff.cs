using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Edges;

namespace Vespid.Grains.Edges;

/// <summary>What two configurations differ in; secrets show only that they do.</summary>
internal static class ConfigDiff
{
    public static ImmutableArray<ConfigDifference> Of(JsonObject from, JsonObject to)
    {
        var (before, after) = (new SortedDictionary<string, string>(StringComparer.Ordinal), new SortedDictionary<string, string>(StringComparer.Ordinal));
        Flatten(from, "", before);
        Flatten(to, "", after);
        return
        [
            .. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
                .Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path))
                .Select(path => new ConfigDifference(path, Shown(path, before.GetValueOrDefault(path)), Shown(path, after.GetValueOrDefault(path)))),
        ];
    }

    private static string? Shown(string path, string? value) => value is null ? null : CatalogDocument.IsSecret(path) ? CatalogDocument.Mask : value;

    private static void Flatten(JsonNode? node, string path, SortedDictionary<string, string> into)
    {
        switch (node)
        {
            case JsonObject inner:
                foreach (var (name, value) in inner)
                    Flatten(value, path.Length == 0 ? name : $"{path}.{name}", into);
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                    Flatten(list[i], $"{path}[{i}]", into);
                break;
            case not null:
                into[path] = node.ToString();
                break;
        }
    }
}

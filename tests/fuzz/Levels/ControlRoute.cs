using System.Text.Json.Nodes;

namespace Vespid.Tests.Fuzz.Levels;

/// <summary>An operation of the control API, read from its own document, so that a new route is tried too.</summary>
/// <param name="Method">Method.</param>
/// <param name="Path">Template.</param>
/// <param name="Body">Schema of the body; null for none.</param>
/// <param name="Query">Names of query values.</param>
/// <param name="Scheme">First way to prove who calls; null for anybody.</param>
internal sealed record ControlRoute(string Method, string Path, JsonObject? Body, IReadOnlyList<string> Query, string? Scheme)
{
    public static IReadOnlyList<ControlRoute> Read(JsonNode document)
    {
        var schemas = document["components"]!["schemas"]!.AsObject();
        return
        [
            .. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => new ControlRoute(
                operation.Key.ToUpperInvariant(),
                path.Key,
                SchemaOf(operation.Value!, schemas),
                [.. (operation.Value!["parameters"]?.AsArray() ?? []).Where(parameter => (string?)parameter!["in"] == "query").Select(parameter => (string)parameter!["name"]!)],
                operation.Value["security"]?.AsArray().FirstOrDefault()?.AsObject().First().Key))),
        ];
    }

    private static JsonObject? SchemaOf(JsonNode operation, JsonObject schemas) =>
        operation["requestBody"]?["content"]?["application/json"]?["schema"] is not { } schema ? null
        : (string?)schema["$ref"] is { } reference ? schemas[reference[(reference.LastIndexOf('/') + 1)..]]!.AsObject()
        : schema.AsObject();
}

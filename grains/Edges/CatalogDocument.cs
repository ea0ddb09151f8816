using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Grains.Edges;

/// <summary>
/// What all edges share, as a JSON object: <c>keys_version</c>, <c>channels_version</c>, <c>backend_endpoint</c>, <c>sfu_signing_public_key</c>,
/// <c>signaling_sfu_secret</c>, <c>relay_jwt_secret</c>, and the objects <c>reality</c>, <c>awg</c>, <c>hysteria2</c>, <c>naive</c>.
/// </summary>
internal static partial class CatalogDocument
{
    public const string Mask = "********";
    private const int LongestValue = 4096;

    private static readonly Dictionary<string, string[]> Objects = new(StringComparer.Ordinal)
    {
        ["reality"] = ["public_key", "encryption", "server_names"],
        ["awg"] =
        [
            "motherly_pubkey", "motherly_endpoint", "motherly_awg_ip", "network", "jc", "jmin", "jmax", "s1", "s2", "s3", "s4", "h1", "h2", "h3", "h4", "otel_endpoint", "epoch",
        ],
        ["hysteria2"] = ["server", "port", "auth_pass", "obfs_pass"],
        ["naive"] = ["server", "port", "user", "pass", "socks_port"],
    };

    /// <summary>Of the catalog, and of the configurations that are made from it.</summary>
    private static readonly string[] SecretEndings = ["secret", "pass", "token", "encryption", "_auth", "_obfs"];

    private static readonly string[] Texts =
        ["keys_version", "channels_version", "backend_endpoint", "sfu_signing_public_key", "signaling_sfu_secret", "relay_jwt_secret"];

    /// <summary>Reads what an operator put; a masked secret keeps the one that is there.</summary>
    public static Outcome<JsonObject> Read(string json, JsonObject? before)
    {
        JsonObject? document;
        try
        {
            document = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 8 }) as JsonObject;
        }
        catch (JsonException)
        {
            document = null;
        }

        if (document is null)
            return EdgeRefusals.Invalid("catalog", "Must be a JSON object.");
        var faults = new Dictionary<string, string>();
        foreach (var (name, value) in document.ToList())
        {
            if (Objects.TryGetValue(name, out var fields))
                CheckObject(name, value, fields, faults);
            else if (!Texts.Contains(name))
                faults[name] = "Is no field of the catalog.";
            else if (!IsText(value))
                faults[name] = "Must be one line of text.";
        }

        Unmask(document, before);
        if (document["backend_endpoint"] is JsonValue endpoint && !Endpoint().IsMatch(endpoint.ToString()))
            faults["backend_endpoint"] = "Must be host:port.";
        return faults.Count > 0 ? EdgeRefusals.Invalid(faults) : document;
    }

    /// <summary>Why no edge may be registered with it; null when it may.</summary>
    public static string? Missing(JsonObject catalog)
    {
        if (catalog["backend_endpoint"] is null)
            return "backend_endpoint";
        return catalog["reality"]?["public_key"] is not null && catalog["reality"]?["encryption"] is null ? "reality.encryption" : null;
    }

    public static JsonObject Masked(JsonObject document)
    {
        var masked = (JsonObject)document.DeepClone();
        foreach (var (name, value) in masked.ToList())
        {
            if (value is JsonObject inner)
                masked[name] = Masked(inner);
            else if (value is JsonArray list && list.Any(item => item is JsonObject))
                masked[name] = new JsonArray([.. list.Select(item => item is JsonObject one ? Masked(one) : item?.DeepClone())]);
            else if (IsSecret(name))
                masked[name] = Mask;
        }

        return masked;
    }

    public static bool IsSecret(string field) => Array.Exists(SecretEndings, ending => field.EndsWith(ending, StringComparison.Ordinal));

    private static void CheckObject(string name, JsonNode? value, string[] fields, Dictionary<string, string> faults)
    {
        if (value is not JsonObject inner)
        {
            faults[name] = "Must be an object.";
            return;
        }

        foreach (var (field, text) in inner)
        {
            var path = $"{name}.{field}";
            if (!fields.Contains(field))
                faults[path] = "Is no field of the catalog.";
            else if (field == "server_names" ? text is not JsonArray { Count: > 0 } names || !names.All(IsText) : !IsText(text))
                faults[path] = field == "server_names" ? "Must be a list of names." : "Must be one line of text, or a number.";
        }
    }

    private static bool IsText(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => true,
        JsonValueKind.String => value.GetValue<string>() is { Length: > 0 and <= LongestValue } text && !text.AsSpan().ContainsAnyInRange('\0', '\x1f'),
        _ => false,
    };

    private static void Unmask(JsonObject document, JsonObject? before)
    {
        foreach (var (name, value) in document.ToList())
        {
            if (value is JsonObject inner)
                Unmask(inner, before?[name] as JsonObject);
            else if (value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() == Mask)
                document[name] = before?[name]?.DeepClone();
        }
    }

    [GeneratedRegex(@"^(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.-]+):[0-9]{1,5}$")]
    private static partial Regex Endpoint();
}

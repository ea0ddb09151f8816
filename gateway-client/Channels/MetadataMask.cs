using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vespid.Channels;

namespace Vespid.Gateway.Channels;

/// <summary>Hides secrets that an account keeps in its metadata. A masked value that is sent back means unchanged.</summary>
internal static class MetadataMask
{
    public const string Mask = "********";

    private static readonly FrozenSet<string> KnownKeys = ChannelCatalog.All
        .SelectMany(channel => channel.MetadataSpecs).Select(spec => spec.Key)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Endings of names that hold secrets in vendors' own configurations, without their separators.</summary>
    private static readonly string[] SecretEndings = ["secret", "token", "password", "passwd", "apikey", "privatekey", "secretkey", "encryptkey", "accesskey", "credential", "credentials", "pin"];

    /// <summary>The object with every secret in it replaced, however deep.</summary>
    public static JsonElement Apply(string metadata)
    {
        if (JsonNode.Parse(metadata) is not JsonObject root)
            return EmptyObject();
        Apply(root);
        return JsonSerializer.SerializeToElement(root, OpenApi.GatewayJson.Default.JsonObject);
    }

    public static bool IsSecret(string key)
    {
        if (KnownKeys.Contains(key))
            return true;
        var plain = key.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return SecretEndings.Any(ending => ending.Length == plain.Length
            ? plain.Equals(ending, StringComparison.OrdinalIgnoreCase)
            : ending != "pin" && plain.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    private static void Apply(JsonObject target)
    {
        foreach (var (key, value) in target.ToList())
        {
            if (value is null)
                continue;
            if (IsSecret(key))
                target[key] = Mask;
            else
                ApplyWithin(value);
        }
    }

    private static void ApplyWithin(JsonNode value)
    {
        if (value is JsonObject inner)
            Apply(inner);
        else if (value is JsonArray items)
        {
            foreach (var item in items)
            {
                if (item is not null)
                    ApplyWithin(item);
            }
        }
    }

    private static JsonElement EmptyObject() => JsonElement.Parse("{}"u8);
}

using System.Collections.Immutable;

namespace Vespid.Grains.ChatOps;

/// <summary>Reads values as operators write them.</summary>
internal static class Words
{
    /// <summary>Null for a word that is neither.</summary>
    public static bool? Bool(string value) => value.Trim().ToLowerInvariant() switch
    {
        "1" or "true" or "on" or "yes" => true,
        "0" or "false" or "off" or "no" => false,
        _ => null,
    };

    /// <summary>Trimmed, empties and repeats dropped.</summary>
    public static ImmutableArray<string> List(string value) =>
        [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
}

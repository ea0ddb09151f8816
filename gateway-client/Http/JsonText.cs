using System.Text.Json;

namespace Vespid.Gateway.Http;

/// <summary>What of JSON the database can keep: no U+0000, no half surrogates.</summary>
internal static class JsonText
{
    private const int ShownLength = 60;

    /// <summary>The string; null when it is not text that can be kept.</summary>
    public static string? Read(JsonElement value)
    {
        try
        {
            return value.GetString() is { } text && !text.Contains('\0') ? text : null;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair.
            return null;
        }
    }

    /// <summary>The UUID; null when it is none.</summary>
    public static Guid? ReadId(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Read(value) is not null && value.TryGetGuid(out var id) ? id : null;

    /// <summary>Whether every name and string in it can be kept.</summary>
    public static bool IsStorable(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Read(value) is not null,
        JsonValueKind.Array => value.EnumerateArray().All(IsStorable),
        JsonValueKind.Object => value.EnumerateObject().All(member => IsStorableName(member) && IsStorable(member.Value)),
        _ => true,
    };

    /// <summary>Somebody else's word, short enough to repeat in an answer.</summary>
    public static string Shorten(string text) => text.Length <= ShownLength ? text : string.Concat(text.AsSpan(0, ShownLength), "…");

    private static bool IsStorableName(JsonProperty member)
    {
        try
        {
            return !member.Name.Contains('\0');
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

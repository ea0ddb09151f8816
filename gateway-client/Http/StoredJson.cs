using System.Text.Json;

namespace Vespid.Gateway.Http;

/// <summary>JSON that the database keeps as text.</summary>
internal static class StoredJson
{
    public static JsonElement? Parse(string? text) => text is null ? null : JsonElement.Parse(text);
}

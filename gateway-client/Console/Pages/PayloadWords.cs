using System.Text.Json;

namespace Vespid.Gateway.Console.Pages;

/// <summary>What a stored JSON document says to a person.</summary>
public static class PayloadWords
{
    /// <summary>The text of a message; the document itself when it holds none.</summary>
    public static string? TextOf(string? json)
    {
        if (string.IsNullOrEmpty(json))
            return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
                ? text.GetString()
                : json;
        }
        catch (JsonException)
        {
            return json;
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vespid.Grains.Runtime;

/// <summary>What a service has answered, if it is a JSON object.</summary>
internal static class JsonAnswer
{
    // A node only finds a name that is there twice when it is asked for one, and throws.
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <returns>Null for anything else, and for an answer whose body was lost.</returns>
    public static JsonObject? Read(byte[]? body)
    {
        try
        {
            return body is null ? null : JsonNode.Parse(body, documentOptions: Options) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

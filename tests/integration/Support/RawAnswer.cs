using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vespid.Tests.Integration.Support;

/// <summary>An answer with what a test may want to know of it.</summary>
internal sealed record RawAnswer(int Status, string Text, TimeSpan? RetryAfter, IReadOnlyList<string> Cookies)
{
    /// <summary>Error code; null when there is none.</summary>
    public string? Code => Word(Json, "code") ?? Word((Json as JsonObject)?["error"], "code");

    /// <summary>Reason code of the ingress; null when there is none.</summary>
    public string? Reason => Word(Json, "reason");

    public JsonNode? Json
    {
        get
        {
            try
            {
                return Text.Length == 0 ? null : JsonNode.Parse(Text);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    private static string? Word(JsonNode? json, string name) =>
        json is JsonObject members && members[name] is JsonValue value && value.TryGetValue<string>(out var word) ? word : null;
}

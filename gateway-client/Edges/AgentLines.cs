using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vespid.Gateway.Edges;

/// <summary>
/// Answers as <c>KEY=VALUE</c> lines, for agents that are shell scripts: the name in capitals, an inner object's name before its members', arrays
/// with commas between their items. A value with a character outside the set is left out, and its key named in <c>SKIPPED</c>.
/// </summary>
internal static class AgentLines
{
    public const string MediaType = "text/plain";
    private const string CommandKey = "COMMAND";

    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/,@+=~-");

    /// <summary>Whether the caller asks for lines: only agents may.</summary>
    public static bool Wanted(HttpRequest request) =>
        request.Path.StartsWithSegments("/api/partner", StringComparison.Ordinal)
        && request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase) && accepted.Quality is not 0);

    public static Task WriteAsync(HttpContext context, string lines)
    {
        context.Response.ContentType = MediaType + "; charset=utf-8";
        return context.Response.WriteAsync(lines, context.RequestAborted);
    }

    public static string From(JsonObject answer)
    {
        var lines = new StringBuilder();
        var skipped = new List<string>();
        AddObject(lines, skipped, "", answer);
        if (skipped.Count > 0)
            lines.Append("SKIPPED=").AppendJoin(',', skipped).Append('\n');
        return lines.ToString();
    }

    private static void AddObject(StringBuilder lines, List<string> skipped, string prefix, JsonObject item)
    {
        foreach (var (name, value) in item)
            Add(lines, skipped, prefix + KeyOf(name), value);
    }

    private static void Add(StringBuilder lines, List<string> skipped, string key, JsonNode? value)
    {
        switch (value)
        {
            case null:
                break;
            case JsonObject inner:
                AddObject(lines, skipped, key + "_", inner);
                break;
            case JsonArray commands when key == CommandKey + "S":
                foreach (var command in commands.OfType<JsonObject>())
                    AddText(lines, skipped, CommandKey, $"{command["id"]},{command["type"]},{command["epoch"] ?? command["arg"]}");
                break;
            case JsonArray items when items.Any(item => item is JsonObject):
                AddText(lines, skipped, key, string.Join(',', items.Select(item => item?["id"] ?? item?["node_id"])));
                for (var i = 0; i < items.Count; i++)
                    Add(lines, skipped, $"{key}_{i}", items[i]);
                break;
            case JsonArray items:
                AddText(lines, skipped, key, string.Join(',', items.Select(TextOf)));
                break;
            default:
                AddText(lines, skipped, key, TextOf(value));
                break;
        }
    }

    private static void AddText(StringBuilder lines, List<string> skipped, string key, string value)
    {
        if (value.AsSpan().ContainsAnyExcept(Plain))
            skipped.Add(key);
        else
            lines.Append(key).Append('=').Append(value).Append('\n');
    }

    private static string TextOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "",
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        _ => value.ToString(),
    };

    private static string KeyOf(string name) => string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? char.ToUpperInvariant(character) : '_'));
}

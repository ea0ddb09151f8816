using System.Text.Json.Serialization;

namespace Vespid.Gateway.Edges;

/// <summary>Body of every error of the edges' surface.</summary>
internal sealed record EdgeError(EdgeErrorDetail Error);

/// <summary>What went wrong.</summary>
/// <param name="Code">Stable code in lower case.</param>
/// <param name="Message">For a person.</param>
/// <param name="Fields">Names of the fields that are wrong.</param>
/// <param name="RequestId">Names the request in traces and logs.</param>
internal sealed record EdgeErrorDetail(
    string Code,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Fields,
    [property: JsonPropertyName("request_id")] string RequestId);

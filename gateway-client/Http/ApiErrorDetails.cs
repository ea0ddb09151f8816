using System.Text.Json.Serialization;

namespace Vespid.Gateway.Http;

/// <summary>More about an error. Which members are there depends on the code.</summary>
internal sealed record ApiErrorDetails
{
    /// <summary>Faults of the body as a whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? FormErrors { get; init; }

    /// <summary>Faults by field.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? FieldErrors { get; init; }

    /// <summary>Names a fault in the traces and logs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }
}

using System.Text.Json.Serialization;

namespace Vespid.Gateway.Http;

/// <summary>Body of every error of the control API.</summary>
/// <param name="Code">Stable code in capitals.</param>
/// <param name="Message">For a person.</param>
/// <param name="Details">What is wrong with the input, or the trace id of a fault.</param>
internal sealed record ApiError(string Code, string Message, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ApiErrorDetails? Details = null);

using System.Collections.Immutable;

namespace Vespid.Tests.EdgeAgent.Support;

/// <summary>A request as it arrived.</summary>
/// <param name="Route">Method and path, for example <c>POST /api/partner/register</c>.</param>
/// <param name="Bearer">Without the word; null when there was none.</param>
/// <param name="Headers">Names in lower case.</param>
/// <param name="Body">Text of a body that is no form.</param>
/// <param name="Fields">Of a form.</param>
/// <param name="Files">Of a form.</param>
internal sealed record Call(
    string Route,
    string? Bearer,
    ImmutableDictionary<string, string> Headers,
    string Body,
    ImmutableDictionary<string, string> Fields,
    ImmutableDictionary<string, string> Files)
{
    public bool IsReport => Route == "POST /api/partner/edge-report";

    /// <summary>A field that has to be there.</summary>
    public string this[string field] => Fields.TryGetValue(field, out var value) ? value : throw new KeyNotFoundException($"{Route} has no field {field}");
}

using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>A request to a vendor's API, whatever became of it.</summary>
/// <param name="Order">The first being 1.</param>
/// <param name="Method">In upper case.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Headers">Lower-case names.</param>
/// <param name="Body">As sent; empty when none.</param>
/// <param name="Query">With its question mark; empty when none.</param>
public sealed record ApiCall(long Order, string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body, string Query = "")
{
    /// <summary>The body's object; empty when it is none.</summary>
    public JsonObject Json => Body.Length > 0 ? JsonNode.Parse(Body)!.AsObject() : [];

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>What a vendor's API answers.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">JSON.</param>
/// <param name="Headers">Beside the usual ones.</param>
public sealed record ApiAnswer(int Status, JsonNode? Body, params (string Name, string Value)[] Headers);

using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>What a vendor answers.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">JSON.</param>
/// <param name="Accept">Records the message; runs only when the vendor takes it.</param>
public sealed record VendorAnswer(int Status, JsonNode Body, Action? Accept = null);

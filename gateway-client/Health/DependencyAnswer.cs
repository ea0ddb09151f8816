using System.Text.Json.Serialization;

namespace Vespid.Gateway.Health;

/// <summary>How a dependency is.</summary>
internal sealed record DependencyAnswer(
    string State, bool Required, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail);

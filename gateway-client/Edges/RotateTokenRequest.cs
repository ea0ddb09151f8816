using System.Text.Json.Serialization;
using Vespid.Gateway.Http;

namespace Vespid.Gateway.Edges;

/// <summary>Makes a new service token.</summary>
/// <param name="OverlapSeconds">How long the one before it still holds, at most a day; nothing ends it at once.</param>
internal sealed record RotateTokenRequest([property: JsonPropertyName("overlap_s")] int? OverlapSeconds) : IBodyShape<RotateTokenRequest>
{
    public static RotateTokenRequest Read(BodyFields fields) => new(fields.OptionalNumber("overlap_s", 0, 86_400));
}

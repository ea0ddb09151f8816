using Vespid.Gateway.Http;

namespace Vespid.Gateway.Edges;

/// <summary>Puts an edge on hold.</summary>
internal sealed record HoldRequest(string? Reason) : IBodyShape<HoldRequest>
{
    public static HoldRequest Read(BodyFields fields) => new(fields.OptionalText("reason", 1, 500, trim: true));
}

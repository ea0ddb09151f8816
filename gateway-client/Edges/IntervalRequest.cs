using Vespid.Gateway.Http;

namespace Vespid.Gateway.Edges;

/// <summary>How often an edge reports.</summary>
/// <param name="Seconds">10 to 3600.</param>
internal sealed record IntervalRequest(int Seconds) : IBodyShape<IntervalRequest>
{
    public static IntervalRequest Read(BodyFields fields)
    {
        var seconds = fields.OptionalNumber("seconds", 10, 3_600);
        if (seconds is null)
            fields.Fail("seconds", "Required: 10 to 3600.");
        return new IntervalRequest(seconds ?? 0);
    }
}

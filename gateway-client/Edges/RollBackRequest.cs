using Vespid.Gateway.Http;

namespace Vespid.Gateway.Edges;

/// <summary>Goes back to what an epoch said.</summary>
internal sealed record RollBackRequest(int Epoch) : IBodyShape<RollBackRequest>
{
    public static RollBackRequest Read(BodyFields fields)
    {
        var epoch = fields.OptionalNumber("epoch", 1, int.MaxValue);
        if (epoch is null)
            fields.Fail("epoch", "Required: a whole number.");
        return new RollBackRequest(epoch ?? 0);
    }
}

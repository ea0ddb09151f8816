using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Edges;

/// <summary>What the routes of agents have in common.</summary>
internal static class AgentCalls
{
    /// <summary>Refuses when the body names another node than the bearer's.</summary>
    public static RefusalResult? CheckNode(AgentFields fields, EdgeScope edge, bool required)
    {
        var named = fields.Optional("node_id");
        if (named is not null && named != edge.NodeId)
            return EdgeRefusals.NodeMismatch;
        if (named is not null || !required)
            return null;
        fields.Fail("node_id", "Required.");
        return fields.Refusal!;
    }

    public static IResult NoContentOr(Refusal? refusal) => refusal is null ? TypedResults.NoContent() : (RefusalResult)refusal;
}

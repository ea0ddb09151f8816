using Vespid.Gateway.Http;

namespace Vespid.Gateway.Internal;

/// <summary>Prolongs a claim.</summary>
internal sealed record WorkHeartbeatRequest(Guid LeaseToken) : IBodyShape<WorkHeartbeatRequest>
{
    public static WorkHeartbeatRequest Read(BodyFields fields) => new(fields.Id("leaseToken"));
}

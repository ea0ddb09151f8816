using System.Collections.Immutable;
using Vespid.GrainInterfaces.Control;

namespace Vespid.GrainInterfaces.Work;

/// <summary>Work for an organisation's agents, over HTTP. Stateless; key 0.</summary>
[Alias("vespid.work")]
public interface IWorkGrain : IGrainWithIntegerKey
{
    /// <summary>Claims work, waiting up to <see cref="ClaimWork.WaitSeconds"/> for some to come.</summary>
    [Alias("claim")]
    Task<Outcome<ImmutableArray<WorkItem>>> Claim(Guid organizationId, ClaimWork command, CancellationToken cancellationToken);

    /// <summary>Prolongs a claim. 409 <c>LEASE_LOST</c> when it is gone.</summary>
    [Alias("heartbeat")]
    Task<Refusal?> Heartbeat(Guid organizationId, Guid runId, Guid leaseToken);

    /// <summary>Ends it; the reply, if any, is queued in the same commit. 409 <c>LEASE_LOST</c>; repeating it with the same lease is no fault.</summary>
    [Alias("complete")]
    Task<Refusal?> Complete(Guid organizationId, Guid runId, CompleteWork command);

    /// <summary>Gives it back or up.</summary>
    [Alias("fail")]
    Task<Refusal?> Fail(Guid organizationId, Guid runId, FailWork command);
}

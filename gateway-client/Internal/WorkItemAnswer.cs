using System.Text.Json;
using Vespid.GrainInterfaces.Work;

namespace Vespid.Gateway.Internal;

/// <summary>A claimed run or turn.</summary>
/// <param name="LeaseToken">Send it with heartbeat, complete and fail.</param>
/// <param name="LeaseUntil">When the claim ends without a heartbeat.</param>
/// <param name="Kind"><c>workflow</c> or <c>turn</c>.</param>
/// <param name="Seq">Order; of a turn within its session.</param>
/// <param name="Attempt">1-based.</param>
/// <param name="Traceparent">W3C trace context of what caused it.</param>
internal sealed record WorkItemAnswer(
    Guid Id,
    Guid LeaseToken,
    DateTimeOffset LeaseUntil,
    string Kind,
    Guid? WorkflowId,
    Guid? SessionId,
    long Seq,
    int Attempt,
    JsonElement Input,
    string? Traceparent)
{
    public static WorkItemAnswer From(WorkItem item) => new(
        item.Id, item.LeaseToken, item.LeaseUntil, item.Kind, item.WorkflowId, item.SessionId, item.Seq, item.Attempt, JsonElement.Parse(item.Input), item.TraceParent);
}

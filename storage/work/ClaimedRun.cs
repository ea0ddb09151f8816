namespace Vespid.Storage.Work;

/// <summary>A run in a worker's hands.</summary>
/// <param name="Id">Run.</param>
/// <param name="LeaseToken">Proves the claim.</param>
/// <param name="LeaseUntil">When it ends without a heartbeat.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="Kind"><c>workflow</c> or <c>turn</c>.</param>
/// <param name="Seq">Order; of a turn within its session.</param>
/// <param name="WorkflowId">For a workflow run.</param>
/// <param name="SessionId">For a turn.</param>
/// <param name="AccountId">Where a reply goes, if anywhere.</param>
/// <param name="ConversationId">Where a reply goes, if anywhere.</param>
/// <param name="ProviderMessageId">Message it answers, if one.</param>
/// <param name="Attempt">1-based.</param>
/// <param name="Input">JSON text: the stored input, or the message in the shape of the run input (with <c>text</c>, <c>senderId</c>, …).</param>
/// <param name="TraceParent">W3C trace context.</param>
public sealed record ClaimedRun(
    Guid Id,
    Guid LeaseToken,
    DateTimeOffset LeaseUntil,
    Guid OrganizationId,
    string Kind,
    long Seq,
    Guid? WorkflowId,
    Guid? SessionId,
    Guid? AccountId,
    string? ConversationId,
    string? ProviderMessageId,
    int Attempt,
    string Input,
    string? TraceParent);

/// <summary>Answer to the end of a claim.</summary>
public enum WorkVerdict
{
    /// <summary>Recorded.</summary>
    Done,

    /// <summary>No such run in the organisation.</summary>
    NotFound,

    /// <summary>The lease was lost: somebody else has or had the run.</summary>
    LeaseLost,
}

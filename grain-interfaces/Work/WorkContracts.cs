namespace Vespid.GrainInterfaces.Work;

/// <summary>A worker asks for work.</summary>
/// <param name="Worker">Name shown to operators, 1 to 120 characters.</param>
/// <param name="Max">1 to 100.</param>
/// <param name="WaitSeconds">0 to 20.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.claim-work")]
public sealed record ClaimWork([property: Id(0)] string Worker, [property: Id(1)] int Max, [property: Id(2)] int WaitSeconds);

/// <summary>A claimed run or turn.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.work-item")]
public sealed record WorkItem(
    [property: Id(0)] Guid Id,
    [property: Id(1)] Guid LeaseToken,
    [property: Id(2)] DateTimeOffset LeaseUntil,
    [property: Id(3)] string Kind,
    [property: Id(4)] Guid? WorkflowId,
    [property: Id(5)] Guid? SessionId,
    [property: Id(6)] long Seq,
    [property: Id(7)] int Attempt,
    [property: Id(8)] string Input,
    [property: Id(9)] string? TraceParent);

/// <summary>The end of a claim.</summary>
/// <param name="LeaseToken">From the claim.</param>
/// <param name="Output">JSON text, up to 256 KiB.</param>
/// <param name="Reply">Text to send to the conversation; null or blank for none.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.complete-work")]
public sealed record CompleteWork([property: Id(0)] Guid LeaseToken, [property: Id(1)] string? Output, [property: Id(2)] string? Reply);

/// <summary>A failed attempt.</summary>
/// <param name="LeaseToken">From the claim.</param>
/// <param name="Error">1 to 2,000 characters.</param>
/// <param name="Retryable">False fails it for good.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.fail-work")]
public sealed record FailWork([property: Id(0)] Guid LeaseToken, [property: Id(1)] string Error, [property: Id(2)] bool Retryable);

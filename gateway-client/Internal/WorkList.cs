namespace Vespid.Gateway.Internal;

/// <summary>Claimed work; empty when none came in time.</summary>
internal sealed record WorkList(IReadOnlyList<WorkItemAnswer> Work);

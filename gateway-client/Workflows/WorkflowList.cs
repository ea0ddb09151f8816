namespace Vespid.Gateway.Workflows;

/// <summary>Workflows, newest first.</summary>
internal sealed record WorkflowList(IReadOnlyList<WorkflowAnswer> Workflows, string? NextCursor);

namespace Vespid.Gateway.Workflows;

/// <summary>One workflow.</summary>
internal sealed record WorkflowEnvelope(WorkflowAnswer Workflow);

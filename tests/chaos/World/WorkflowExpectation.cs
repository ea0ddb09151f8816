namespace Vespid.Tests.Chaos.World;

/// <summary>A workflow and what fires it.</summary>
/// <param name="Contains">Text that a message must have; null for any.</param>
internal sealed record WorkflowExpectation(Guid Id, string Channel, string? Contains);

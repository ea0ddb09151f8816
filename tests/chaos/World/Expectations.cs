namespace Vespid.Tests.Chaos.World;

/// <summary>What each message must bring about.</summary>
/// <param name="Workflows">All published workflows.</param>
internal sealed record Expectations(IReadOnlyList<WorkflowExpectation> Workflows)
{
    /// <summary>The workflows that a message of this channel fires.</summary>
    public IEnumerable<Guid> FiredBy(string channel, string text) =>
        Workflows.Where(workflow => workflow.Channel == channel && (workflow.Contains is null || text.Contains(workflow.Contains, StringComparison.Ordinal))).Select(workflow => workflow.Id);
}

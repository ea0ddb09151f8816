using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>A partial change of a workflow; counts its revision up. Guard: it exists in the organisation, and is at the expected revision if one is given.</summary>
/// <param name="Id">Workflow.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="UpdatedByUserId">Who; null leaves the last editor.</param>
public sealed record WorkflowChange(Guid Id, Guid OrganizationId, Guid? UpdatedByUserId) : CommitRow
{
    /// <summary>Revision the decision saw; null when it does not matter.</summary>
    public int? ExpectedRevision { get; init; }

    public Change<string> Name { get; init; }

    /// <summary>A JSON object.</summary>
    public Change<string> Dsl { get; init; }
}

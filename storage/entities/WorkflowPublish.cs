using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Publishes a workflow: its trigger holds from the next message on. Guard: it is a draft, at the expected revision if one is given.</summary>
/// <param name="Id">Workflow.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="ExpectedRevision">Revision the decision saw; null when it does not matter.</param>
/// <param name="UpdatedByUserId">Who; null leaves the last editor.</param>
public sealed record WorkflowPublish(Guid Id, Guid OrganizationId, int? ExpectedRevision, Guid? UpdatedByUserId) : CommitRow;

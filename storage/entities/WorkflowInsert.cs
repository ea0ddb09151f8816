using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>A new workflow, as a draft.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="Name">Shown in lists.</param>
/// <param name="Dsl">A JSON object.</param>
/// <param name="CreatedByUserId">Runs are requested in this name.</param>
public sealed record WorkflowInsert(Guid Id, Guid OrganizationId, string Name, string Dsl, Guid? CreatedByUserId) : CommitRow;

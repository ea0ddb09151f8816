using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Ends a worker token. Guard: it exists in the organisation and is not revoked yet.</summary>
/// <param name="Id">Token.</param>
/// <param name="OrganizationId">Owner.</param>
public sealed record WorkerTokenRevoke(Guid Id, Guid OrganizationId) : CommitRow;

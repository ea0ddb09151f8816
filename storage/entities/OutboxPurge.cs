using System.Collections.Immutable;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Removes dead letters for good. Guard: every one of them is a dead letter of the organisation.</summary>
/// <param name="OrganizationId">Owner.</param>
/// <param name="Ids">Distinct entries, 1 to 1,000.</param>
public sealed record OutboxPurge(Guid OrganizationId, ImmutableArray<Guid> Ids) : CommitRow;

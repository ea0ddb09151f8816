using System.Collections.Immutable;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>
/// Queues dead letters again, in their order, each at the tail of its lane, with its attempts counted anew. Guard: every one of them is a
/// dead letter of the organisation.
/// </summary>
/// <param name="OrganizationId">Owner.</param>
/// <param name="Ids">Distinct entries, 1 to 1,000.</param>
/// <param name="TimeToLive">Counted from the database's now.</param>
public sealed record OutboxRedrive(Guid OrganizationId, ImmutableArray<Guid> Ids, TimeSpan TimeToLive) : CommitRow;

using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Cancels an entry that is not on its way: <c>queued</c>, <c>retrying</c>, or <c>unknown</c> and held for a person. Guard: it is.</summary>
/// <param name="OrganizationId">Owner.</param>
/// <param name="Id">Entry.</param>
public sealed record OutboxCancel(Guid OrganizationId, Guid Id) : CommitRow;

using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>
/// Removes some of an account's messages, runs, outbox entries and events: an account with a long history is emptied by these until one
/// ends as <see cref="CommitStatus.Missed"/>, which says that nothing was left, and then deleted. One statement for all of it would outlast
/// the time a writer may take. Disable the account first.
/// </summary>
/// <param name="Id">Account.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="Max">Most rows of each table, 1 to 5,000.</param>
public sealed record AccountPurge(Guid Id, Guid OrganizationId, int Max) : CommitRow;

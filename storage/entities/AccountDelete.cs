using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>
/// Removes a channel account and everything of it: settings, secrets, pairing requests, messages, runs, outbox, events and the states of
/// its conversations. Its sessions stay, archived. Guard: it exists in the organisation.
/// A long history goes first, by <see cref="AccountPurge"/>.
/// </summary>
/// <param name="Id">Account.</param>
/// <param name="OrganizationId">Owner.</param>
public sealed record AccountDelete(Guid Id, Guid OrganizationId) : CommitRow;

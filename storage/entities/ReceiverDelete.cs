using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Removes a receiver with its accounts and its open entries. Guard: it belongs to the organisation.</summary>
public sealed record ReceiverDelete(string Id, Guid OrganizationId) : CommitRow;

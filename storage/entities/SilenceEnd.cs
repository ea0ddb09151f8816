using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Ends a silence. Guard: it had not ended.</summary>
public sealed record SilenceEnd(Guid Id, Guid OrganizationId) : CommitRow;
